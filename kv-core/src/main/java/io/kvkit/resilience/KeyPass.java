package io.kvkit.resilience;

import io.kvkit.resilience.Circuit.Permit;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A call about one key, or a scan, which has none. */
final class KeyPass<R extends @Nullable Object> implements Pass<R> {

    private final Shield shield;
    private final Circuit circuit;
    private final String operation;
    private final @Nullable Key key;
    private final Outcome unanswered;
    private final boolean timed;
    private Permit permit = Permit.REFUSED;
    private long startMicros;

    /**
     * Creates the pass of a call.
     *
     * @param operation the operation, for error messages and metrics
     * @param unanswered the outcome if the call was made and no answer came
     * @param timed whether its duration is a measure for other calls, and theirs for it
     */
    KeyPass(Shield shield, Circuit circuit, String operation, @Nullable Key key, Outcome unanswered, boolean timed) {
        this.shield = shield;
        this.circuit = circuit;
        this.operation = operation;
        this.key = key;
        this.unanswered = unanswered;
        this.timed = timed;
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    public @Nullable String enter() {
        permit = circuit.enter();
        startMicros = shield.nowMicros();
        return permit == Permit.REFUSED ? circuit.refusal() : null;
    }

    @Override
    public void leave() {
        circuit.leave(permit);
    }

    @Override
    public @Nullable Duration deadline(Duration timeout) {
        return timed ? circuit.deadline(timeout) : null;
    }

    @Override
    public CompletionStage<R> refused(Kind kind, String reason) {
        return CompletableFuture.failedFuture(KvException.refused(kind, operation, key, reason));
    }

    @Override
    public void expire(CompletableFuture<R> result) {
        result.completeExceptionally(
                new KvException(Kind.TIMEOUT, unanswered, operation, key, "no answer in time", null));
    }

    @Override
    public void ended(@Nullable Object answer, @Nullable Throwable failure) {
        long nanos = shield.left(startMicros);
        if (timed) {
            circuit.learn(failure, nanos);
        }
        circuit.ended(permit, failure);
        shield.tell(operation, failure, nanos);
    }
}
