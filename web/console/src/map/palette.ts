// Colours of the map and of everything drawn on it. The base map stays quiet; only live things carry strong colour.
export interface MapPalette {
  land: string; green: string; campus: string; built: string; industrial: string; sand: string; water: string; building: string;
  casing: string; service: string; path: string; street: string; tertiary: string; secondary: string; primary: string;
  trunk: string; motorway: string; rail: string; boundary: string;
  text: string; halo: string; road_text: string; water_text: string; place_text: string; poi_text: string;
  route: string; route_casing: string; reach: [string, string, string]; closure: string; area: string; area_text: string; pick: string; ring: string;
  matter: string; matter_late: string; matter_fill: string;
}

export const mapPalettes: Record<'dark' | 'light', MapPalette> = {
  dark: {
    land: '#131b23', green: '#16251f', campus: '#1a2229', built: '#151d26', industrial: '#191f2a', sand: '#22231f', water: '#0c2a40',
    building: '#1d2833', casing: '#0d141a', service: '#222d38', path: '#26313b', street: '#2b3744', tertiary: '#34424f',
    secondary: '#3d4d5c', primary: '#4a5a68', trunk: '#5b6670', motorway: '#6b6a5e', rail: '#2d3944', boundary: '#5a6a86',
    text: '#c9d4de', halo: '#0e151b', road_text: '#9fb0bf', water_text: '#6da4cc', place_text: '#e3eaf0', poi_text: '#93a5b4',
    route: '#62b5ff', route_casing: '#0b2036', reach: ['#f5b942', '#5cc8a8', '#5a8fd8'], closure: '#ff6b5e', area: '#8fa3c4',
    area_text: '#a9b9d4', pick: '#ffd166', ring: '#e28bd5', matter: '#b7c7d6', matter_late: '#ff7b74', matter_fill: '#1c2731',
  },
  light: {
    land: '#f3f1ec', green: '#dfead6', campus: '#ebe7dc', built: '#efece6', industrial: '#e8e6ea', sand: '#f2ebd3', water: '#bcd9ec',
    building: '#e0dbd1', casing: '#cfc8bb', service: '#ffffff', path: '#e4ddcf', street: '#ffffff', tertiary: '#ffffff',
    secondary: '#fdf6dc', primary: '#fbe9b0', trunk: '#f7d794', motorway: '#efc07a', rail: '#c2bcb1', boundary: '#8b93ab',
    text: '#2d3640', halo: '#fbfaf7', road_text: '#55606b', water_text: '#3d719a', place_text: '#1f2730', poi_text: '#5b6772',
    route: '#1769c2', route_casing: '#ffffff', reach: ['#d98a00', '#0f8f6c', '#2f6fc2'], closure: '#c62f22', area: '#5d6c8a',
    area_text: '#44516c', pick: '#a35c00', ring: '#9c2b86', matter: '#4f5d69', matter_late: '#b9262b', matter_fill: '#ffffff',
  },
};

export const unitColours: Record<'dark' | 'light', Record<string, string>> = {
  dark: { available: '#3ddc97', assigned: '#ffd166', en_route: '#62b5ff', on_scene: '#c792ff', returning: '#7fd4d0', off_shift: '#75838f' },
  light: { available: '#0b7a4b', assigned: '#9a6200', en_route: '#1261b8', on_scene: '#7a35c0', returning: '#16757a', off_shift: '#69747e' },
};
export const priorityColours: Record<'dark' | 'light', [string, string, string, string]> = {
  dark: ['#ff5c5c', '#ff9f45', '#ffd166', '#9fb3c8'],
  light: ['#c21f1f', '#b85300', '#8a6500', '#54687d'],
};
