package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.claim.StoredEntry;

/** Waits for the stages of a consumer, and processes events on the caller's thread. */
record BlockingKvConsumer(StagedKvConsumer async, CallerThread caller) implements KvConsumer {

    @Override
    public boolean processOnce(Object eventId, Runnable work) {
        Object duplicate = caller.run(async.once().guard(), async.call(eventId, work), args -> {
            work.run();
            return false;
        });
        return Boolean.FALSE.equals(duplicate);
    }

    @Override
    public StoredEntry explain(Object eventId) {
        return join(async.explain(eventId));
    }

    @Override
    public KvConsumer scoped(Object owner) {
        return new BlockingKvConsumer(async.scoped(owner), caller);
    }
}
