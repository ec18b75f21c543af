package io.kvkit.spring.intercept;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.event.CallEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Methods whose dry runs are exempt, and all outcomes that were told. */
class Exempting implements KvListener {

    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> outcomes = new ConcurrentLinkedQueue<>();

    int calls() {
        return calls.get();
    }

    void forgetOutcomes() {
        outcomes.clear();
    }

    /** How often calls of a name were skipped. */
    long skipped(String name) {
        return outcomes.stream().filter((name + " SKIPPED")::equals).count();
    }

    List<String> outcomes(String name) {
        return outcomes.stream().filter(each -> each.startsWith(name + " ")).toList();
    }

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof CallEvent call) {
            outcomes.add(call.name() + " " + call.outcome());
        }
    }

    private String call() {
        return "call " + calls.incrementAndGet();
    }

    @Idempotent(name = "pay", key = "#id", condition = "!#dry")
    public String pay(String id, boolean dry) {
        return call();
    }

    @Idempotent(name = "pay-stage", key = "#id", condition = "!#dry")
    public CompletableFuture<String> payStage(String id, boolean dry) {
        return CompletableFuture.supplyAsync(this::call);
    }

    @Idempotent(name = "pay-mono", key = "#id", condition = "!#dry")
    public Mono<String> payMono(String id, boolean dry) {
        return Mono.fromSupplier(this::call);
    }

    @DedupeEvent(name = "event", key = "#id", condition = "!#dry")
    public String event(String id, boolean dry) {
        return call();
    }

    @DedupeEvent(name = "event-stage", key = "#id", condition = "!#dry")
    public CompletableFuture<String> eventStage(String id, boolean dry) {
        return CompletableFuture.supplyAsync(this::call);
    }

    @DedupeEvent(name = "event-mono", key = "#id", condition = "!#dry")
    public Mono<String> eventMono(String id, boolean dry) {
        return Mono.fromSupplier(this::call);
    }

    @RateLimited(name = "limit", key = "#id", limit = 1, window = "10d", condition = "!#dry")
    public String limit(String id, boolean dry) {
        return call();
    }

    @RateLimited(name = "limit-stage", key = "#id", limit = 1, window = "10d", condition = "!#dry")
    public CompletableFuture<String> limitStage(String id, boolean dry) {
        return CompletableFuture.supplyAsync(this::call);
    }

    @RateLimited(name = "limit-mono", key = "#id", limit = 1, window = "10d", condition = "!#dry")
    public Mono<String> limitMono(String id, boolean dry) {
        return Mono.fromSupplier(this::call);
    }

    @RateLimited(name = "some", key = "#id", limit = 1, window = "10d", condition = "!#dry", fallback = "refused")
    @RateLimited(name = "all", key = "#id", limit = 9, window = "10d")
    public String several(String id, boolean dry) {
        return call();
    }

    String refused(String id, boolean dry) {
        return "refused";
    }

    @RateLimited(name = "seats", key = "#id", limit = 1, algorithm = Algorithm.CONCURRENCY, condition = "!#dry")
    public CompletableFuture<String> seats(String id, boolean dry, CompletableFuture<String> end) {
        return end;
    }

    @RateLimited(name = "seat", key = "#id", limit = 1, algorithm = Algorithm.CONCURRENCY, condition = "!#dry")
    @RateLimited(name = "rate", key = "#id", limit = 1, window = "10d", condition = "#rated")
    public CompletableFuture<String> beside(String id, boolean dry, boolean rated, CompletableFuture<String> end) {
        return end;
    }

    @Idempotent(name = "unknown", key = "#id", condition = "#applies")
    public String unknown(String id, @Nullable Boolean applies) {
        return call();
    }
}
