package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.KvException.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What is being done, for error messages and for what is known when it fails.
 *
 * @param name the operation
 * @param key the key; null when there is not exactly one
 * @param effect whether it changes the store
 */
record Operation(String name, @Nullable Key key, Effect effect) {

    enum Effect {
        READS,
        WRITES
    }

    static Operation reads(String name, @Nullable Key key) {
        return new Operation(name, key, Effect.READS);
    }

    static Operation writes(String name, @Nullable Key key) {
        return new Operation(name, key, Effect.WRITES);
    }

    /** What is known once it was sent and no answer came. */
    Outcome unanswered() {
        return effect == Effect.WRITES ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
    }
}
