package io.kvkit.spring.cached;

import io.kvkit.call.Failures;
import io.kvkit.spring.operation.type.Supertypes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Waits for changes, so that they hold when a call returns; but never on a thread that must not wait, such as an event
 * loop, which may be the one that brings the answer.
 *
 * @param made the thread for whose call the changes are made
 */
record SpringWaits(Thread made) {

    private static final List<String> EVENT_LOOPS =
            List.of("reactor.core.scheduler.NonBlocking", "io.netty.util.concurrent.FastThreadLocalThread");

    private static final ClassValue<Boolean> MUST_NOT_WAIT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return Supertypes.include(type, EVENT_LOOPS);
        }
    };

    static SpringWaits here() {
        return new SpringWaits(Thread.currentThread());
    }

    boolean isHere() {
        return made == Thread.currentThread();
    }

    /** Waits for the end of a change, which never fails. */
    void join(CompletionStage<Void> change) {
        if (!MUST_NOT_WAIT.get(Thread.currentThread().getClass())) {
            Failures.join(change);
        }
    }

    /** Returns the value of a stage; another value if it is not there on a thread that must not wait. */
    <T extends @Nullable Object> T joined(CompletionStage<T> stage, T otherwise) {
        return MUST_NOT_WAIT.get(Thread.currentThread().getClass())
                ? stage.toCompletableFuture().getNow(otherwise)
                : Failures.join(stage);
    }
}
