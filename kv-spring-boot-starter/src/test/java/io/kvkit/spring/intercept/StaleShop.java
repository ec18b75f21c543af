package io.kvkit.spring.intercept;

import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A bean whose results live a millisecond, and whose backend a test lets fail or hang. */
class StaleShop {

    record Offer(long id, int version) {}

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile boolean failing;
    private volatile CountDownLatch open = new CountDownLatch(0);

    int calls(String method) {
        return calls.computeIfAbsent(method, name -> new AtomicInteger()).get();
    }

    void fail(boolean fails) {
        failing = fails;
    }

    void hang() {
        open = new CountDownLatch(1);
    }

    void goOn() {
        open.countDown();
    }

    private Offer load(String method, long id) {
        int version = calls.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failing) {
            throw new IllegalStateException("no stock");
        }
        return new Offer(id, version);
    }

    @Cached(name = "if-error", key = "#id", ttl = "1ms", staleIfError = "10m")
    public Offer ifError(long id) {
        return load("ifError", id);
    }

    @Cached(name = "if-error-stage", key = "#id", ttl = "1ms", staleIfError = "10m")
    public CompletableFuture<Offer> ifErrorStage(long id) {
        return CompletableFuture.supplyAsync(() -> load("ifErrorStage", id));
    }

    @Cached(name = "if-error-mono", key = "#id", ttl = "1ms", staleIfError = "10m")
    public Mono<Offer> ifErrorMono(long id) {
        return Mono.fromSupplier(() -> load("ifErrorMono", id));
    }

    @Cached(name = "while", key = "#id", ttl = "1ms", staleWhileRevalidate = "10m")
    public Offer revalidated(long id) {
        return load("revalidated", id);
    }

    @Cached(name = "while-stage", key = "#id", ttl = "1ms", staleWhileRevalidate = "10m")
    public CompletableFuture<Offer> revalidatedStage(long id) {
        return CompletableFuture.supplyAsync(() -> load("revalidatedStage", id));
    }

    @Cached(name = "while-mono", key = "#id", ttl = "1ms", staleWhileRevalidate = "10m")
    public Mono<Offer> revalidatedMono(long id) {
        return Mono.fromSupplier(() -> load("revalidatedMono", id)).subscribeOn(Schedulers.boundedElastic());
    }

    @Cached(name = "soft", key = "#id", ttl = "1ms", staleIfError = "10m", softTimeout = "10ms")
    public Offer soft(long id) {
        return load("soft", id);
    }

    @Cached(name = "hard", key = "#id", hardTimeout = "10ms")
    public Offer hard(long id) {
        return load("hard", id);
    }

    @Cached(name = "own-life", key = "#id", ttlExpression = "#life")
    public Offer ownLife(long id, @Nullable Object life) {
        return load("ownLife", id);
    }

    @CacheUpdate(name = "own-life", key = "#id", ttlExpression = "#life")
    public Offer update(long id, int version, Object life) {
        return new Offer(id, version);
    }

    @Cached(name = "life-of-bean", key = "#id", ttlExpression = "@lives.of(#result)")
    public Mono<Offer> lifeOfBean(long id) {
        return Mono.fromSupplier(() -> load("lifeOfBean", id));
    }

    @Cached(name = "valid", key = "#id", validWhile = "#result.version >= #least")
    public Offer valid(long id, int least) {
        return load("valid", id);
    }

    /** Says how long an offer lives. */
    static class Lives {

        public Duration of(Offer offer) {
            return offer.version() == 1 ? Duration.ZERO : Duration.ofHours(1);
        }
    }
}
