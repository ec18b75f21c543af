import { startAlgorithms } from "./algorithms.js";
import { startCached } from "./cached.js";
import { startDedupeEvent } from "./dedupe-event.js";
import { startIdempotent } from "./idempotent.js";
import { startPlans } from "./plans.js";
import { startRateLimited } from "./rate-limited.js";
import { startShadow } from "./shadow.js";
import { watchStats } from "./stats.js";
import { startWaiting } from "./waiting.js";

startCached();
startIdempotent();
startRateLimited();
startDedupeEvent();
startWaiting();
startPlans();
startShadow();
startAlgorithms();
watchStats();
