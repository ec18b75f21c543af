package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The refusals that this JVM remembers, so that a client that keeps calling costs the store nothing until its wait is
 * over. Their number is bounded: a refusal takes the place of an older one whose key has the same slot. Safe for use by
 * several threads.
 */
final class Denials {

    private final KvStore store;
    private final LongSupplier nanoTime;
    private final AtomicReferenceArray<@Nullable Denial> slots;
    private final long mostMicros;

    /** Creates a memory; without settings, it remembers nothing. */
    Denials(KvStore store, @Nullable DenyCacheSettings settings, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.slots = new AtomicReferenceArray<>(settings == null ? 0 : Integer.highestOneBit(settings.maxEntries()));
        this.mostMicros = settings == null
                ? 0
                : TimeUnit.NANOSECONDS.toMicros(settings.maxTime().toNanos());
    }

    private boolean isOff() {
        return slots.length() == 0;
    }

    /** Returns the decision about a call, by those of its charges whose refusal is known; null if none is. */
    @Nullable
    RateLimitResult find(List<Charge> charges) {
        if (isOff()) {
            return null;
        }
        List<Take> refused = List.of();
        for (Charge charge : charges) {
            Take take = find(charge);
            if (take != null) {
                refused = refused.isEmpty() ? new ArrayList<>(charges.size()) : refused;
                refused.add(take);
            }
        }
        // A refusal in shadow mode lets the call pass, so the other limits have to decide.
        boolean decides = refused.size() == charges.size() || refused.stream().anyMatch(Take::rejects);
        return decides ? Takes.of(store, refused).result(DecidedBy.REMEMBERED) : null;
    }

    private @Nullable Take find(Charge charge) {
        Denial denial = slots.get(slot(charge.key()));
        if (denial == null || !denial.concerns(charge)) {
            return null;
        }
        MeterReply reply = denial.at(now(), mostMicros);
        return reply == null ? null : new Take(charge, reply, null);
    }

    /** Returns the time, in microseconds. */
    long now() {
        return isOff() ? 0 : TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong());
    }

    /** Remembers the charges that the store refused, and that were not sent before a time. */
    void remember(List<Take> takes, long sinceMicros) {
        for (Take take : takes) {
            if (!isOff()
                    && take.refused()
                    && take.reply() != null
                    && take.reply().retryAfterMicros() > 0) {
                slots.set(slot(take.charge().key()), new Denial(take.charge(), take.reply(), sinceMicros));
            }
        }
    }

    /** Forgets a key, because permits were given back. */
    void forget(Key key) {
        Denial denial = isOff() ? null : slots.get(slot(key));
        if (denial != null && denial.charge().key().equals(key)) {
            slots.compareAndSet(slot(key), denial, null);
        }
    }

    private int slot(Key key) {
        return Slots.of(key, slots.length());
    }
}
