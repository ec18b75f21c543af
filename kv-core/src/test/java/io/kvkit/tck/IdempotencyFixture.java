package io.kvkit.tck;

import io.kvkit.call.CallGuard;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
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
    CallGuard<OnceCall> guard;

    @BeforeEach
    void build() {
        guard = new Once(store, time, KvListeners.of(event -> outcomes.add(((OnceEvent) event).outcome()))).guard();
    }

    OnceCall call() {
        return call(null, OnStoreFailure.FAIL);
    }

    OnceCall call(byte @Nullable [] fingerprint, OnStoreFailure policy) {
        return new OnceCall(
                key, fingerprint, new Duplicates.Replay(TEXT), OnceSettings.idempotency(LEASE, RETENTION, policy));
    }

    OnceCall about(int content) {
        byte[] fingerprint = new byte[OnceCall.FINGERPRINT_BYTES];
        fingerprint[31] = (byte) content;
        return call(fingerprint, OnStoreFailure.FAIL);
    }

    @Nullable
    Object runOnce(String value) {
        return run(guard, call(), Handler.returning(value));
    }
}
