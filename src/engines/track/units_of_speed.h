#pragma once

// Each protocol has its own unit of speed; here alone they become metres a second.
namespace track {

constexpr double mps_of_kmh(double kmh) { return kmh / 3.6; }            // OwnTracks "vel"
constexpr double mps_of_knots(double kn) { return kn * 1852.0 / 3600; }  // OsmAnd "speed"; a knot is 1,852 m an hour

}  // namespace track
