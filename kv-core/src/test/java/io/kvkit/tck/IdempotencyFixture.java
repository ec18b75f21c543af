package io.kvkit.tck;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.once.Idempotency;
import io.kvkit.recipe.once.IdempotencyCall;
import io.kvkit.recipe.once.IdempotencyCall.OnStoreFailure;
import io.kvkit.recipe.once.IdempotencyObserver.Outcome;
import io.kvkit.recipe.once.ResultFormat;
import io.kvkit.store.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Calls of one operation with one key, and what is observed of them. */
abstract class IdempotencyFixture extends RecipeContract {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration RETENTION = Duration.ofHours(24);

    static final ResultFormat TEXT = new ResultFormat() {
        @Override
        public byte[] encode(Object result) {
            return ((String) result).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    final Key key = newKey("idempotency");
    Idempotency idempotency;
    CallGuard<IdempotencyCall> guard;

    @BeforeEach
    void build() {
        idempotency = new Idempotency(store, time);
        guard = idempotency.guard((outcome, of) -> outcomes.add(outcome));
    }

    IdempotencyCall call() {
        return call(null, OnStoreFailure.FAIL);
    }

    IdempotencyCall call(byte @Nullable [] fingerprint, OnStoreFailure policy) {
        return new IdempotencyCall(key, fingerprint, LEASE, RETENTION, TEXT, policy);
    }

    IdempotencyCall about(int content) {
        byte[] fingerprint = new byte[IdempotencyCall.FINGERPRINT_BYTES];
        fingerprint[31] = (byte) content;
        return call(fingerprint, OnStoreFailure.FAIL);
    }

    @Nullable
    Object runOnce(String value) {
        return run(guard, call(), Handler.returning(value));
    }
}
