package io.kvkit.resilience;

import io.kvkit.store.MicroClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock of the JDK with the time of another clock. */
final class SteadyClock extends Clock {

    private final MicroClock micros;

    SteadyClock(MicroClock micros) {
        this.micros = micros;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(micros.micros(), ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
