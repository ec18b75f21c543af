package io.kvkit.spring.web;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.PendingCompletion;
import io.kvkit.spring.exchange.RecordedResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Guards the handlers of a test as an advice would: replays what was recorded under the request's key, or records. */
public final class TestGuard {

    private final Map<String, byte[]> recorded = new ConcurrentHashMap<>();
    private final Map<String, Integer> executions = new ConcurrentHashMap<>();
    private final Map<String, Throwable> abandoned = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> finishing = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> holds = new ConcurrentHashMap<>();

    /** To be called first in a handler; throws where the handler must not run. */
    public void enter(Exchange exchange) {
        String key = exchange.header("Idempotency-Key");
        if (key == null) {
            return;
        }
        byte[] stored = recorded.get(key);
        if (stored != null) {
            throw exchange.replay(RecordedResponse.fromBytes(stored));
        }
        exchange.attach(completion(key));
        executions.merge(key, 1, Integer::sum);
    }

    /** Lets the completion of a key end when the given future ends. */
    void hold(String key, CompletableFuture<Void> until) {
        holds.put(key, until);
    }

    /** Ends when a completion of the key was told its outcome. */
    public CompletableFuture<Void> finishing(String key) {
        return finishing.computeIfAbsent(key, k -> new CompletableFuture<>());
    }

    public RecordedResponse recorded(String key) {
        byte[] bytes = recorded.get(key);
        return bytes == null ? null : RecordedResponse.fromBytes(bytes);
    }

    public int executions(String key) {
        return executions.getOrDefault(key, 0);
    }

    Throwable abandoned(String key) {
        return abandoned.get(key);
    }

    private PendingCompletion completion(String key) {
        return new PendingCompletion() {
            @Override
            public CompletionStage<?> finish(RecordedResponse response) {
                recorded.put(key, response.toBytes());
                finishing(key).complete(null);
                return holds.getOrDefault(key, CompletableFuture.completedFuture(null));
            }

            @Override
            public CompletionStage<?> abandon(Throwable reason) {
                abandoned.put(key, reason);
                finishing(key).complete(null);
                return CompletableFuture.completedFuture(null);
            }
        };
    }
}
