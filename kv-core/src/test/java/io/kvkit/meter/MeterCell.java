package io.kvkit.meter;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import org.jspecify.annotations.Nullable;

/** One record on which transitions run in Java, with the time of each step given. */
final class MeterCell {

    static final Key KEY =
            Namespace.of("test", "ratelimit", "meter", Key.Retention.KEPT).key("k");

    private @Nullable Entry entry;

    byte @Nullable [] bytes() {
        return entry == null ? null : entry.value();
    }

    void put(byte[] value) {
        entry = new Entry(value, Entry.NEVER);
    }

    long expiresAtMicros() {
        return entry == null ? Entry.NEVER : entry.expiresAtMicros();
    }

    MeterReply apply(Transition<MeterReply> transition, long now) {
        if (entry != null && entry.expiresAtMicros() <= now) {
            entry = null;
        }
        return run(transition, now);
    }

    /** Runs a step as if records did not expire. */
    MeterReply run(Transition<MeterReply> transition, long now) {
        Step step = transition.apply(entry, now);
        if (step instanceof Step.Put put) {
            entry = new Entry(put.value(), now + put.ttl().millis() * 1_000);
        } else if (step instanceof Step.Delete) {
            entry = null;
        }
        return transition.decode(KEY, step.reply());
    }
}
