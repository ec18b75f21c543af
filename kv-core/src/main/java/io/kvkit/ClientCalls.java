package io.kvkit;

import static io.kvkit.recipe.once.OnStoreFailure.FAIL;

import io.kvkit.codec.Codec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.ResultFormat;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.store.Ttl;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Describes the calls of a client to the recipes. */
record ClientCalls(
        ClientKeys keys,
        Codec codec,
        OnStoreFailure onRateLimitFailure,
        ConcurrentMap<Type, ResultCodec> results,
        ClientMeters meters) {

    static final String NAME = "client";

    private static final Duration LEASE = Duration.ofSeconds(30);
    static final Duplicates PROCESSED = new Duplicates.Skip(() -> true);

    ClientCalls(ClientKeys keys, Codec codec, OnStoreFailure onRateLimitFailure) {
        this(keys, codec, onRateLimitFailure, new ConcurrentHashMap<>(), new ClientMeters());
    }

    <T> ValueFormat<T> values(Type type) {
        return new ValueFormat<>(keys, codec, type);
    }

    CacheCall cached(String key, Duration ttl, Type type) {
        return CacheCall.of(keys.cache(key), CacheSettings.of(NAME, Ttl.of(ttl).millis()), result(type));
    }

    OnceCall idempotent(String key, Duration ttl, Type type) {
        return OnceCall.of(keys.idempotency(key), replayed(type), OnceSettings.idempotency(LEASE, ttl, FAIL));
    }

    /** Returns how results of a type are kept and replayed. */
    Duplicates replayed(Type type) {
        return new Duplicates.Replay(new Format(result(type)));
    }

    /** Returns a call whose result is true if the event was processed before. */
    OnceCall event(String eventId, Duration ttl) {
        return OnceCall.of(keys.dedupe(eventId), PROCESSED, OnceSettings.dedupe(LEASE, ttl, InProgress.WAIT, FAIL));
    }

    RateLimitCall limited(String key, int limit, Duration window) {
        Charge charge = new Charge(NAME, keys.rateLimit(key), meters.of(limit, window), 1);
        return new RateLimitCall(List.of(charge), onRateLimitFailure);
    }

    ResultCodec result(Type type) {
        return results.computeIfAbsent(boxed(type), known -> ResultCodec.of(codec, known));
    }

    // A method that returns long keeps a Long.
    static Type boxed(Type type) {
        return type instanceof Class<?> named
                ? MethodType.methodType(named).wrap().returnType()
                : type;
    }

    // The same type chose the codec of the call.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> @Nullable T typed(@Nullable Object value) {
        return (T) value;
    }

    private record Format(ResultCodec codec) implements ResultFormat {

        @Override
        public byte[] encode(Object result) {
            return codec.encode(result);
        }

        @Override
        public Object decode(byte[] bytes) {
            @Nullable Object result = codec.decode(bytes);
            if (result == null) {
                throw new IllegalStateException("A result that is null is not encoded");
            }
            return result;
        }
    }
}
