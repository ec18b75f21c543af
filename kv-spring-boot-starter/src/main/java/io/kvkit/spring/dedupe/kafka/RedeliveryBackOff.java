package io.kvkit.spring.dedupe.kafka;

import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.EventOutcomeUnknownException;
import io.kvkit.store.KvException;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Delivers records again for as long as nobody knows that their events were handled, a second apart.
 *
 * @param others the function of the application, for all other exceptions
 */
record RedeliveryBackOff(BiFunction<ConsumerRecord<?, ?>, Exception, @Nullable BackOff> others)
        implements BiFunction<ConsumerRecord<?, ?>, Exception, @Nullable BackOff> {

    /** The exceptions that say so. */
    static final List<Class<? extends Exception>> UNHANDLED =
            List.of(EventInProgressException.class, EventOutcomeUnknownException.class, KvException.class);

    private static final long INTERVAL_MILLIS = 1_000;

    @Override
    public @Nullable BackOff apply(ConsumerRecord<?, ?> delivered, Exception failure) {
        return isUnhandled(failure)
                ? new FixedBackOff(INTERVAL_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS)
                : others.apply(delivered, failure);
    }

    /** Returns whether a failure, or one of its causes, says so. */
    static boolean isUnhandled(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (UNHANDLED.stream().anyMatch(each.getClass()::equals)) {
                return !(each instanceof KvException e) || e.kind() != KvException.Kind.PERMANENT;
            }
        }
        return false;
    }
}
