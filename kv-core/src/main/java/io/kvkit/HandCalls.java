package io.kvkit;

import io.kvkit.recipe.once.HandClaims.Begun.Completed;
import io.kvkit.recipe.once.HandClaims.Begun.Running;
import io.kvkit.recipe.once.HandClaims.Begun.Started;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Begins calls by hand, and looks at what became of them. */
record HandCalls<T>(Once once, Decoding decoding) {

    CompletionStage<Begun<T>> begin(OnceCall call) {
        return decoding.of(once.byHand().begin(call), begun -> {
            if (begun instanceof Started started) {
                return new Begun.Started<>(new ClientHandle<>(started.claim()));
            }
            return begun instanceof Running running
                    ? new Begun.InProgress<>(running.busy().left())
                    : new Begun.Completed<>(response(call, ((Completed) begun).payload()));
        });
    }

    KvHandle<T> resume(OnceCall call, String written) {
        return new ClientHandle<>(once.byHand().resume(call, written));
    }

    CompletionStage<Begun.@Nullable Completed<T>> get(OnceCall call) {
        return decoding.of(
                once.byHand().stored(call.key()),
                payload -> payload == null ? null : new Begun.Completed<>(response(call, payload)));
    }

    private @Nullable T response(OnceCall call, byte[] payload) {
        return ClientCalls.typed(once.byHand().result(call, payload));
    }

    static OnceCall compared(OnceCall call, String fingerprint) {
        return new OnceCall(call.key(), digest(fingerprint), call.duplicates(), call.settings(), call.takeover());
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
