package io.kvkit.spring.cached;

import io.kvkit.call.Failures;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.Sought;
import io.kvkit.recipe.cache.Sought.Found;
import io.kvkit.recipe.cache.Sought.Missed;
import io.kvkit.spring.cached.CacheChange.Entry;
import io.kvkit.spring.cached.CacheChange.Everything;
import io.kvkit.spring.cached.CacheChange.Removal;
import io.kvkit.spring.transaction.OpenTransaction;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * A cache of Spring's cache abstraction for one call of a method.
 *
 * <p>Spring asks the manager for the cache of each operation of each call. So an object knows the look that found
 * nothing, and the put that follows belongs to it, on whichever thread it comes. An object that is kept for several calls
 * works too; its later puts replace what is there. Safe for use by several threads.
 */
final class SpringCache implements Cache {

    private final SpringCalls calls;
    private final SpringEntries entries;
    private final SpringWaits waits;
    private final @Nullable AroundChange around;
    private final AtomicBoolean looked = new AtomicBoolean();
    private final AtomicReference<@Nullable SpringMiss> missed = new AtomicReference<>();

    SpringCache(SpringCalls calls, SpringEntries entries) {
        this.calls = calls;
        this.entries = entries;
        this.waits = SpringWaits.here();
        this.around = AroundChange.of(calls.transactions().current());
    }

    @Override
    public String getName() {
        return entries.name();
    }

    @Override
    public Object getNativeCache() {
        return calls.cache();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        CacheCall call = calls.call(entries, key);
        if (call == null) {
            return null;
        }
        SpringLook look = SpringLook.of(calls, call);
        return wrapped(look.now(), look, Thread.currentThread());
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        ValueWrapper found = get(key);
        Object value = found == null ? null : found.get();
        if (value != null && type != null && !type.isInstance(value)) {
            throw new IllegalStateException("The cached value is of " + value.getClass() + " and not of " + type);
        }
        return typed(value);
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> loader) {
        CacheCall call = calls.call(entries, key);
        try {
            return call == null
                    ? loader.call()
                    : typed(calls.plain().run(calls.guard(call), call, args -> loader.call()));
        } catch (Throwable failure) {
            throw new ValueRetrievalException(key, loader, failure);
        }
    }

    @Override
    public CompletableFuture<?> retrieve(Object key) {
        CacheCall call = calls.call(entries, key);
        if (call == null) {
            return CompletableFuture.completedFuture(null);
        }
        SpringLook look = SpringLook.of(calls, call);
        return look.later().thenApply(sought -> wrapped(sought, look, null));
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
        CacheCall call = calls.call(entries, key);
        return call == null
                ? loader.get()
                : calls.stage()
                        .run(calls.guard(call), call, args -> (CompletionStage<?>) loader.get())
                        .thenApply(SpringCache::<T>typed);
    }

    // Only the first look of an object belongs to the call for which it was made.
    private @Nullable ValueWrapper wrapped(Sought sought, SpringLook look, @Nullable Thread thread) {
        boolean first = looked.compareAndSet(false, true);
        if (first && sought instanceof Missed nothing) {
            missed.set(new SpringMiss(calls.cache(), look.call().key(), nothing.fill(), look.open(), thread));
        }
        return sought instanceof Found found ? new SimpleValueWrapper(found.result()) : null;
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        CacheCall call = calls.call(entries, key);
        if (call == null) {
            return;
        }
        SpringMiss before = missed.get();
        boolean isResult = before != null && before.isOf(call.key()) && missed.compareAndSet(before, null);
        if (isResult && before != null) {
            waits.join(before.store(value));
        } else {
            change(Entry.now(calls.cache(), call, value));
        }
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        CacheCall call = calls.call(entries, key);
        AtomicBoolean absent = new AtomicBoolean(call == null);
        Object present = call == null
                ? null
                : present(call, () -> {
                    absent.set(true);
                    return value;
                });
        return absent.get() ? null : new SimpleValueWrapper(present);
    }

    private @Nullable Object present(CacheCall call, Supplier<? extends @Nullable Object> absent) {
        try {
            return calls.plain().run(calls.cache().guard(), call, args -> absent.get());
        } catch (Throwable failure) {
            throw Failures.<RuntimeException>sneaky(failure);
        }
    }

    @Override
    public void evict(Object key) {
        CacheCall call = calls.call(entries, key);
        if (call != null) {
            change(new Removal(calls.cache(), call.key()));
        }
    }

    @Override
    public boolean evictIfPresent(Object key) {
        CacheCall call = calls.call(entries, key);
        if (call == null) {
            return false;
        }
        var found = calls.cache().stored(call).handle((stored, failure) -> stored != null);
        now(new Removal(calls.cache(), call.key()));
        return Boolean.TRUE.equals(waits.joined(found, false));
    }

    @Override
    public void clear() {
        if (entries.enabled()) {
            change(everything());
        }
    }

    @Override
    public boolean invalidate() {
        if (entries.enabled()) {
            now(everything());
        }
        return false;
    }

    private CacheChange everything() {
        if (!entries.settings().tagged()) {
            throw new IllegalStateException("The cache \"" + entries.name() + "\" cannot be cleared, because"
                    + " kv.cache.caches." + entries.name() + ".tagged is false");
        }
        return new Everything(calls.cache(), entries.namespace());
    }

    // A load that began before the commit would bring back what is removed now.
    private void now(CacheChange change) {
        waits.join(change.make());
        OpenTransaction open = calls.transactions().current();
        if (open != null) {
            waits.join(CacheTransaction.of(open).change(change));
        }
    }

    private void change(CacheChange change) {
        OpenTransaction open = calls.transactions().current();
        waits.join(open == null ? changedLater(change) : changedInside(open, change));
    }

    private CompletionStage<Void> changedInside(OpenTransaction open, CacheChange change) {
        return around != null && around.open() == open
                ? around.changeAll(List.of(change))
                : CacheTransaction.of(open).change(change);
    }

    // The end of a method's future belongs to the transaction in which the method was called.
    private CompletionStage<Void> changedLater(CacheChange change) {
        if (around == null || waits.isHere()) {
            return change.make();
        }
        return around.open().ended() ? change.withoutValue().make() : around.changeAll(List.of(change));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> @Nullable T typed(@Nullable Object value) {
        return (T) value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpringCache same && same.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.name().hashCode();
    }

    @Override
    public String toString() {
        return "SpringCache[" + entries.name() + "]";
    }
}
