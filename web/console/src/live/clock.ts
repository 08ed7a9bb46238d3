// The server's clock as seen from here. In a replay it is virtual, runs `speed` times as fast and can stand still.
export interface Clock { server_ms: number; local_ms: number; rate: number }

export const newClock = (local_ms: number): Clock => ({ server_ms: local_ms, local_ms, rate: 1 });
export const serverNow = (clock: Clock, local_ms: number): number => clock.server_ms + (local_ms - clock.local_ms) * clock.rate;

// Takes an exact reading (a status event, a replay answer).
export const setTo = (server_ms: number, local_ms: number, rate = 1): Clock => ({ server_ms, local_ms, rate });

// Takes the Date of an answer. It is cut to whole seconds and the way took time, so only a real difference counts:
// a desk whose own clock is wrong by minutes must still show right ages, but ages must not jitter.
export function hint(clock: Clock, server_ms: number, sent_ms: number, got_ms: number): Clock {
  const middle = (sent_ms + got_ms) / 2;
  const difference = server_ms + 500 - serverNow(clock, middle);
  if (Math.abs(difference) < 1_500 + (got_ms - sent_ms) / 2) return clock;
  return setTo(server_ms + 500, middle, clock.rate);
}
