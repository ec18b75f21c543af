package io.kvkit;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The meters of a client's limits. Each is created once, up to a number that no program writes as literals. */
final class ClientMeters {

    static final int MOST = 1_000;

    private record Limit(int permits, Duration window) {}

    private final ConcurrentMap<Limit, Meter> meters = new ConcurrentHashMap<>();

    /** Returns the meter of a token bucket that holds as many permits as the limit. */
    Meter of(int limit, Duration window) {
        Limit wanted = new Limit(limit, window);
        Meter known = meters.get(wanted);
        return known == null ? made(wanted) : known;
    }

    private Meter made(Limit limit) {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, limit.permits(), limit.window()));
        if (meters.size() < MOST) {
            meters.put(limit, meter);
        }
        return meter;
    }
}
