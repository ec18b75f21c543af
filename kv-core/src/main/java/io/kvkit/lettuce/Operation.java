package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * An operation, for error messages and for the outcome of a failure.
 *
 * @param name the operation
 * @param key the key; null if there is not exactly one
 * @param effect whether it changes the store
 */
record Operation(String name, @Nullable Key key, Effect effect) implements Faults {

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

    /** Returns the same operation on one of its keys. */
    Operation on(Key one) {
        return new Operation(name, one, effect);
    }

    /** Returns the outcome of the operation if it was sent and no answer came. */
    Outcome unanswered() {
        return effect == Effect.WRITES ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
    }

    @Override
    public KvException of(Throwable failure) {
        return Errors.of(this, failure);
    }

    @Override
    public KvException notConnected(@Nullable Throwable failure) {
        return Errors.notConnected(this, failure);
    }

    @Override
    public KvException notSent(Throwable failure) {
        return Errors.notSent(this, failure);
    }

    @Override
    public KvException notDurable(Durability durability, @Nullable Throwable refusal) {
        return Errors.notDurable(this, durability, refusal);
    }

    @Override
    public KvException closed() {
        return Errors.closed(this);
    }

    @Override
    public KvException late(boolean sent) {
        return Errors.late(this, sent);
    }
}
