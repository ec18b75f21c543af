package io.kvkit.spring.operation.type;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ResolvableType;

/**
 * The return type of a method, taken apart.
 *
 * @param kind how the value is delivered
 * @param type the type of the value, with generics, without stage, {@code Mono}, {@code Flux} and {@code Optional}
 * @param optional whether the value is delivered in an {@code Optional}
 * @param carrier the declared class of the return type, without generics
 */
public record ReturnShape(Kind kind, Type type, boolean optional, Class<?> carrier) {

    /** How a method delivers its value. */
    public enum Kind {
        /** The method returns the value. */
        PLAIN,
        /** The method returns a {@code CompletionStage} or {@code CompletableFuture}. */
        STAGE,
        /** The method returns a {@code Mono}. */
        MONO,
        /** The method returns a type that Spring adapts to a {@code Mono} and back, such as RxJava's {@code Single}. */
        ADAPTED,
        /** The method returns a {@code Flux}; only limits and invalidations support it. */
        FLUX
    }

    /** Returns the class of the value, without generics. */
    public Class<?> rawType() {
        return ResolvableType.forType(type).resolve(Object.class);
    }

    /** Returns whether there is no value. */
    public boolean isVoid() {
        return type == void.class || type == Void.class;
    }

    /** Returns whether the method cannot return null or an empty result, such as for a primitive. */
    public boolean isNeverNull() {
        ReactiveAdapter adapter = kind == Kind.ADAPTED ? LaterTypes.toOne(carrier) : null;
        return adapter == null ? rawType().isPrimitive() && !isVoid() : !optional && !adapter.supportsEmpty();
    }

    /** Returns the value without its {@code Optional}; null if it is empty. */
    public @Nullable Object unwrap(@Nullable Object value) {
        return optional && value instanceof Optional<?> inner ? inner.orElse(null) : value;
    }

    /** Returns the value in an {@code Optional} if the method returns one. */
    public @Nullable Object wrap(@Nullable Object value) {
        return optional ? Optional.ofNullable(value) : value;
    }

    /** Returns the shape of a method's return type as an object of the class has it. */
    public static ReturnShape of(Method method, Class<?> target) {
        Type type = FixedTypes.of(method.getGenericReturnType(), target);
        Class<?> carrier = ResolvableType.forType(type).resolve(Object.class);
        Kind kind = kind(carrier);
        Type value = kind == Kind.PLAIN ? type : inner(type);
        boolean optional = ResolvableType.forType(value).resolve(Object.class) == Optional.class;
        return new ReturnShape(kind, optional ? inner(value) : value, optional, carrier);
    }

    // Compares names because Reactor may be absent.
    private static Kind kind(Class<?> type) {
        if (type == CompletionStage.class || type == CompletableFuture.class) {
            return Kind.STAGE;
        }
        return switch (type.getName()) {
            case "reactor.core.publisher.Mono" -> Kind.MONO;
            case "reactor.core.publisher.Flux" -> Kind.FLUX;
            default -> LaterTypes.toOne(type) == null ? Kind.PLAIN : Kind.ADAPTED;
        };
    }

    private static Type inner(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[0];
        }
        ReactiveAdapter adapter = type instanceof Class<?> raw ? LaterTypes.toOne(raw) : null;
        return adapter != null && adapter.isNoValue() ? Void.class : Object.class;
    }
}
