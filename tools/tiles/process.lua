-- What the console's base map keeps of an OpenStreetMap extract, for tilemaker 2.2.
-- Layers and attributes are the contract with web/console/src/map/base_style.ts:
--   road     class, name, name_zh, name_en, ref, oneway, bridge, tunnel   (lines)
--   rail     class                                                          (lines)
--   waterway class, name…                                                   (lines)
--   water    name…            land  class            building               (areas)
--   boundary level                                                          (lines)
--   place    class, name…, rank                                             (points)
--   poi      class, name…                                                   (points)
-- Everything else in the extract is left out: a dispatcher's map must stay calm under the live layers.

local function set(list)
  local members = {}
  for _, value in ipairs(list) do members[value] = true end
  return members
end

-- Class of a road and the first zoom at which it is drawn. A town is looked at from zoom 11 up; motorways and
-- trunk roads also give the outline of the place when somebody zooms far out.
local road_classes = {
  motorway = { "motorway", 5 }, motorway_link = { "link", 11 },
  trunk = { "trunk", 6 }, trunk_link = { "link", 11 },
  primary = { "primary", 8 }, primary_link = { "link", 12 },
  secondary = { "secondary", 9 }, secondary_link = { "link", 12 },
  tertiary = { "tertiary", 10 }, tertiary_link = { "link", 12 },
  residential = { "street", 12 }, unclassified = { "street", 12 }, living_street = { "street", 12 },
  road = { "street", 12 }, pedestrian = { "path", 13 }, service = { "service", 13 }, track = { "path", 13 },
  footway = { "path", 14 }, cycleway = { "path", 14 }, path = { "path", 14 }, steps = { "path", 14 },
  bridleway = { "path", 14 },
}

-- The points a dispatcher asks for: where help is, where many people are, and what a caller names ("opposite the …").
local poi_keys = { "amenity", "shop", "tourism", "leisure", "railway", "emergency", "office" }
local poi_classes = {
  amenity = {
    police = "police", fire_station = "fire", hospital = "hospital", clinic = "clinic", doctors = "clinic",
    pharmacy = "pharmacy", school = "school", kindergarten = "school", college = "school", university = "school",
    townhall = "government", courthouse = "government", prison = "government", bank = "bank",
    fuel = "fuel", bus_station = "station", ferry_terminal = "station", marketplace = "market",
    place_of_worship = "worship", library = "public", community_centre = "public", theatre = "public",
    cinema = "public", post_office = "public",
  },
  shop = { mall = "market", supermarket = "market" },
  tourism = { hotel = "hotel", museum = "public", attraction = "public" },
  leisure = { stadium = "public", park = "park" },
  railway = { station = "station", halt = "station", tram_stop = "station" },
  emergency = { fire_hydrant = "hydrant" },
  office = { government = "government" },
}
-- Seen one zoom earlier than the rest.
local poi_first = set { "police", "fire", "hospital", "station" }

local green = set { "forest", "grass", "meadow", "orchard", "recreation_ground", "village_green", "cemetery", "allotments" }
local green_leisure = set { "park", "garden", "golf_course", "pitch", "nature_reserve", "playground" }
local green_natural = set { "wood", "scrub", "grassland", "heath" }
local built = set { "residential", "commercial", "retail", "industrial", "railway", "military" }
local campus = set { "hospital", "school", "university", "college" }
local water_landuse = set { "reservoir", "basin" }
local rivers = set { "river", "canal", "stream" }
local rail_classes = set { "rail", "light_rail", "subway", "tram" }

local place_zoom = { city = 4, town = 7, suburb = 10, village = 10, borough = 9, quarter = 12, neighbourhood = 12, hamlet = 12, island = 10 }
local place_rank = { city = 1, town = 2, borough = 3, suburb = 4, village = 4, island = 5, quarter = 5, neighbourhood = 6, hamlet = 6 }

node_keys = { "amenity", "shop", "tourism", "leisure", "railway", "emergency", "office", "place" }

function init_function() end
function exit_function() end

-- All three forms of a name: the style picks the reader's language and falls back to the local one.
local function write_names(object)
  local name = object:Find("name")
  if name == "" then return false end
  object:Attribute("name", name)
  local chinese = object:Find("name:zh")
  if chinese == "" then chinese = object:Find("name:zh-Hans") end
  if chinese ~= "" and chinese ~= name then object:Attribute("name_zh", chinese) end
  local english = object:Find("name:en")
  if english ~= "" and english ~= name then object:Attribute("name_en", english) end
  return true
end

local function poi_class(object)
  for _, key in ipairs(poi_keys) do
    local class = poi_classes[key] and poi_classes[key][object:Find(key)]
    if class then return class end
  end
  return nil
end

local function write_poi(object, as_centroid)
  local class = poi_class(object)
  if not class then return end
  if class ~= "hydrant" and object:Find("name") == "" and not poi_first[class] then return end
  if as_centroid then object:LayerAsCentroid("poi") else object:Layer("poi", false) end
  object:Attribute("class", class)
  object:MinZoom(poi_first[class] and 12 or (class == "hydrant" and 14 or 13))
  write_names(object)
end

function node_function(node)
  local place = node:Find("place")
  if place_zoom[place] and node:Find("name") ~= "" then
    node:Layer("place", false)
    node:Attribute("class", place)
    node:AttributeNumeric("rank", place_rank[place])
    node:MinZoom(place_zoom[place])
    write_names(node)
    return
  end
  write_poi(node, false)
end

-- Boundaries are drawn once, at the highest level among the relations a way belongs to.
function relation_scan_function(relation)
  if relation:Find("type") == "boundary" and relation:Find("boundary") == "administrative" then relation:Accept() end
end

local function write_boundary(way)
  local level = 99
  while true do
    local relation = way:NextRelation()
    if not relation then break end
    level = math.min(level, tonumber(way:FindInRelation("admin_level")) or 99)
  end
  if way:Find("boundary") == "administrative" then level = math.min(level, tonumber(way:Find("admin_level")) or 99) end
  if level > 10 then return end
  way:Layer("boundary", false)
  way:AttributeNumeric("level", level)
  way:MinZoom(level <= 4 and 4 or (level <= 6 and 8 or 10))
end

local function write_road(way, highway)
  local class = road_classes[highway]
  if not class or way:Find("area") == "yes" then return end
  local first_zoom = class[2]
  -- Driveways and parking aisles are only noise until one stands in front of the house.
  if highway == "service" and way:Find("service") ~= "" then first_zoom = 14 end
  way:Layer("road", false)
  way:Attribute("class", class[1])
  way:MinZoom(first_zoom)
  if write_names(way) == false then
    local ref = way:Find("ref")
    if ref ~= "" then way:Attribute("name", ref) end
  end
  local ref = way:Find("ref")
  if ref ~= "" and #ref <= 12 then way:Attribute("ref", ref) end
  local oneway = way:Find("oneway")
  if oneway == "yes" or oneway == "1" or oneway == "true" then way:AttributeNumeric("oneway", 1) end
  if oneway == "-1" then way:AttributeNumeric("oneway", -1) end
  if way:Find("tunnel") == "yes" then way:AttributeBoolean("tunnel", true) end
  local bridge = way:Find("bridge")
  if bridge ~= "" and bridge ~= "no" then way:AttributeBoolean("bridge", true) end
  way:ZOrder(tonumber(way:Find("layer")) or 0)
end

local function land_class(way)
  local landuse, leisure, natural = way:Find("landuse"), way:Find("leisure"), way:Find("natural")
  if green[landuse] or green_leisure[leisure] or green_natural[natural] then return "green" end
  if natural == "beach" or natural == "sand" then return "sand" end
  if campus[way:Find("amenity")] then return "campus" end
  if built[landuse] then return landuse == "industrial" and "industrial" or "built" end
  return nil
end

local function write_area(way)
  if way:Find("natural") == "water" or way:Find("waterway") == "riverbank" or water_landuse[way:Find("landuse")] then
    way:Layer("water", true)
    write_names(way)
    return
  end
  local class = land_class(way)
  if class then
    way:Layer("land", true)
    way:Attribute("class", class)
  end
  local building = way:Find("building")
  if building ~= "" and building ~= "no" then way:Layer("building", true) end
end

function way_function(way)
  write_boundary(way)
  local highway = way:Find("highway")
  if highway ~= "" then write_road(way, highway) end
  local railway = way:Find("railway")
  if rail_classes[railway] then
    way:Layer("rail", false)
    way:Attribute("class", (railway == "tram" or railway == "light_rail") and "tram" or "rail")
    way:MinZoom(railway == "rail" and 10 or 12)
  end
  if rivers[way:Find("waterway")] then
    way:Layer("waterway", false)
    way:Attribute("class", way:Find("waterway"))
    way:MinZoom(way:Find("waterway") == "stream" and 13 or 9)
    write_names(way)
  end
  if way:Find("route") == "ferry" then
    way:Layer("road", false)
    way:Attribute("class", "ferry")
    way:MinZoom(10)
    write_names(way)
  end
  if way:IsClosed() then
    write_area(way)
    write_poi(way, true)
  end
end
