/** Watching where the device is, for the widgets of positions, traces and areas. */

const LONGEST = 60_000; // milliseconds

/**
 * @param {(point: number[]) => void} onPoint  [latitude, longitude, accuracy in metres]
 * @param {(denied: boolean) => void} onError
 * @returns {() => void} stops watching
 */
export function watchPosition(onPoint, onError) {
  const options = { enableHighAccuracy: true, timeout: LONGEST, maximumAge: 0 };
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => onPoint([coords.latitude, coords.longitude, coords.accuracy]),
    (error) => onError(error.code === error.PERMISSION_DENIED),
    options,
  );
  return () => navigator.geolocation.clearWatch(watch);
}
