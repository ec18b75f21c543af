package io.kvkit.spring.cached;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** Cached methods of all kinds. */
class CountedShop {

    @Cached(name = "names", key = "#id")
    public String name(int id) {
        return "name " + id;
    }

    @Cached(name = "names", key = "#id")
    public CompletableFuture<String> nameLater(int id) {
        return CompletableFuture.supplyAsync(() -> "name " + id);
    }

    @Cached(name = "names", key = "#id")
    public Mono<String> nameOf(int id) {
        return Mono.fromSupplier(() -> "name " + id);
    }

    @CacheInvalidate(name = "names", key = "#id")
    public void change(int id) {}

    @Cached(name = "even-names", key = "#id", condition = "#id % 2 == 0", validWhile = "#result != 'name 0'")
    public String evenName(int id) {
        return "name " + id;
    }

    @Cached(name = "tails", key = "#text.substring(2)")
    public String tail(String text) {
        return text;
    }

    @Cached(name = "tagged", key = "#id", tags = "'tag-' + (#id % 2)", unless = "#result == 'name 3'")
    public String tagged(int id) {
        return "name " + id;
    }

    @CacheInvalidate(name = "tagged", tags = "'tag-' + #tag")
    public void changeTag(int tag) {}

    @Cached(name = "failing", key = "#id", ttl = "10ms", staleWhileRevalidate = "20ms", staleIfError = "10s")
    public String failing(int id, boolean fails) {
        if (fails) {
            throw new IllegalStateException("no stock");
        }
        return "name " + id;
    }

    @Cached(name = "slow", key = "#id", ttl = "5ms", staleIfError = "20ms", softTimeout = "1ms", hardTimeout = "4ms")
    public CompletionStage<String> slow(int id) {
        return CompletableFuture.supplyAsync(
                () -> "name " + id, CompletableFuture.delayedExecutor(id * 2L, TimeUnit.MILLISECONDS));
    }

    @Cached(name = "nothing", key = "#id")
    public Optional<String> nothing(int id) {
        return Optional.empty();
    }
}
