import { startCached } from "./cached.js";
import { startDedupeEvent } from "./dedupe-event.js";
import { startIdempotent } from "./idempotent.js";
import { startRateLimited } from "./rate-limited.js";
import { watchStats } from "./stats.js";

startCached();
startIdempotent();
startRateLimited();
startDedupeEvent();
watchStats();
