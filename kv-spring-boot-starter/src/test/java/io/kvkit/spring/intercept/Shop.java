package io.kvkit.spring.intercept;

import io.kvkit.annotation.Band;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A bean with every annotation on a method of every kind; counts which methods were really called. */
class Shop {

    record Item(long id, String name) {}

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    int calls(String method) {
        return calls.computeIfAbsent(method, name -> new AtomicInteger()).get();
    }

    private int count(String method) {
        return calls.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
    }

    @Cached(name = "item", key = "#id")
    public Item item(long id) {
        return new Item(id, "item-" + count("item"));
    }

    @Cached(name = "item-stage", key = "#id")
    public CompletableFuture<Item> itemStage(long id) {
        return CompletableFuture.supplyAsync(() -> new Item(id, "item-" + count("itemStage")));
    }

    @Cached(name = "item-mono", key = "#id")
    public Mono<Item> itemMono(long id) {
        return Mono.fromSupplier(() -> new Item(id, "item-" + count("itemMono")));
    }

    @Cached(name = "items", key = "#id")
    public List<Item> items(long id) {
        return List.of(new Item(id, "item-" + count("items")));
    }

    @Cached(name = "maybe", key = "#id")
    public Optional<Item> maybe(long id) {
        count("maybe");
        return id < 0 ? Optional.empty() : Optional.of(new Item(id, "maybe"));
    }

    @Cached(name = "no-mono", key = "#id")
    public Mono<Item> noMono(long id) {
        count("noMono");
        return Mono.empty();
    }

    @Cached(name = "picky", key = "#id", condition = "#id > 0", unless = "#result == 2")
    public int picky(int id) {
        count("picky");
        return id;
    }

    @Cached(name = "slow", key = "#id")
    public String slow(int id, Callable<String> work) throws Exception {
        count("slow");
        return work.call();
    }

    @CacheInvalidate(name = "item", key = "#id")
    public void change(long id) {
        count("change");
    }

    @CacheInvalidate(name = "item", key = "#id")
    public Mono<Void> changeMono(long id) {
        return Mono.fromRunnable(() -> count("changeMono"));
    }

    @CacheInvalidate(name = "item", key = "#id")
    public void changeAndFail(long id) {
        throw new IllegalStateException("not changed");
    }

    @CacheInvalidate(name = "item", key = "#id", beforeInvocation = true)
    public void clearAndFail(long id) {
        throw new IllegalStateException("not changed");
    }

    @CacheUpdate(name = "item", key = "#result.id")
    public Item rename(long id, String name) {
        return new Item(id, name);
    }

    @CacheUpdate(name = "maybe", key = "#id")
    public Optional<Item> makeSure(long id, String name) {
        return Optional.of(new Item(id, name));
    }

    @Idempotent(name = "pay", key = "#key")
    public Item pay(String key, Callable<String> work) throws Exception {
        return new Item(count("pay"), work.call());
    }

    @Idempotent(name = "pay-stage", key = "#key")
    public CompletionStage<Item> payStage(String key, Callable<String> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new Item(count("payStage"), work.call());
            } catch (Exception e) {
                throw new IllegalStateException(e.getMessage());
            }
        });
    }

    @Idempotent(name = "pay-mono", key = "#key")
    public Mono<Item> payMono(String key, Callable<String> work) {
        return Mono.fromCallable(() -> new Item(count("payMono"), work.call()));
    }

    @Idempotent(name = "guarded", key = "#key", fingerprint = "#amount")
    public String guarded(String key, int amount) {
        return "paid " + amount;
    }

    @RateLimited(name = "quote", key = "#client", limit = 2, window = "1h")
    public String quote(String client) {
        return "quote " + count("quote");
    }

    @RateLimited(name = "quote-stage", key = "#client", limit = 2, window = "1h")
    public CompletableFuture<String> quoteStage(String client) {
        return CompletableFuture.completedFuture("quote " + count("quoteStage"));
    }

    @RateLimited(name = "quote-mono", key = "#client", limit = 2, window = "1h")
    public Mono<String> quoteMono(String client) {
        return Mono.fromSupplier(() -> "quote " + count("quoteMono"));
    }

    @RateLimited(name = "quote-flux", key = "#client", limit = 2, window = "1h")
    public Flux<String> quoteFlux(String client) {
        return Flux.just("a", "b").doOnSubscribe(subscription -> count("quoteFlux"));
    }

    @RateLimited(name = "with-fallback", limit = 1, window = "1h", fallback = "instead")
    public String withFallback(String client) {
        return "fresh";
    }

    String instead(String client, RateLimitExceededException refusal) {
        return "stale for " + client;
    }

    @RateLimited(name = "mail", key = "#user", limit = 100, window = "1h", fallback = "later")
    @RateLimited(name = "mail-all", limit = 1, window = "1h")
    public String mail(String user) {
        return "sent";
    }

    String later(String user) {
        return "later";
    }

    @RateLimited(name = "mono-fallback", limit = 1, window = "1h", fallback = "monoInstead")
    public Mono<String> monoFallback(String client) {
        return Mono.just("fresh");
    }

    Mono<String> monoInstead(String client) {
        return Mono.just("stale for " + client);
    }

    @RateLimited(name = "user", key = "#user", limit = 10, window = "1h")
    @RateLimited(name = "all", limit = 2, window = "1h")
    public String twoKeys(String user) {
        return user;
    }

    @RateLimited(
            name = "banded",
            bands = {@Band(limit = 3, window = "1h"), @Band(limit = 2, window = "1m")})
    public void banded() {}

    @DedupeEvent(name = "event", key = "#id")
    public String event(String id, Callable<String> work) throws Exception {
        count("event");
        return work.call();
    }

    @DedupeEvent(name = "event-stage", key = "#id", duplicateResult = "'duplicate of ' + #id")
    public CompletableFuture<String> eventStage(String id) {
        return CompletableFuture.completedFuture("handled " + count("eventStage"));
    }

    @DedupeEvent(name = "event-mono", key = "#id")
    public Mono<String> eventMono(String id) {
        return Mono.fromSupplier(() -> "handled " + count("eventMono"));
    }
}
