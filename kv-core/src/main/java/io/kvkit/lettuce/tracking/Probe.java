package io.kvkit.lettuce.tracking;

import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server whether it still serves its keys. Answering alone is no proof: a demoted primary, and a node that the
 * others of its cluster have replaced, continue to answer.
 */
record Probe(TrackedServer server, Audiences audiences) {

    enum Outcome {
        SERVES,
        /** Another server may have taken over. */
        DOUBTFUL,
        /** The server has another role, and another one may have its address. */
        LEFT
    }

    /** Asks over a connection on which the server had a role when it was opened. */
    CompletionStage<Outcome> ask(StatefulRedisConnection<String, byte[]> connection, String role) {
        Namespace any = audiences.any();
        Key own = any == null ? null : server.ownKey(any);
        return own == null
                ? Hello.ask(connection).thenApply(hello -> hello.role().equals(role) ? Outcome.SERVES : Outcome.LEFT)
                : connection.async().exists(own.text()).handle(Probe::read);
    }

    private static Outcome read(@Nullable Long count, @Nullable Throwable failure) {
        if (failure == null) {
            return Outcome.SERVES;
        }
        String answer = Refusals.answer(failure);
        if (answer.isEmpty()) {
            throw new CompletionException(failure);
        }
        // A slot that is being moved away is still its own. A user without the permission cannot ask.
        return answer.startsWith("ASK ") || answer.startsWith("TRYAGAIN") || answer.startsWith("NOPERM")
                ? Outcome.SERVES
                : Outcome.DOUBTFUL;
    }
}
