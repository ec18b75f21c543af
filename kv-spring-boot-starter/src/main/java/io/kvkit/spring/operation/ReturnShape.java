package io.kvkit.spring.operation;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * What a method returns, taken apart.
 *
 * @param kind how the value is delivered
 * @param type the value itself, with generics, without stage, {@code Mono}, {@code Flux} and {@code Optional}
 * @param optional whether the value is delivered in an {@code Optional}
 */
public record ReturnShape(Kind kind, Type type, boolean optional) {

    /** How a method delivers its value. */
    public enum Kind {
        /** It returns it. */
        PLAIN,
        /** It returns a {@code CompletionStage} or {@code CompletableFuture}. */
        STAGE,
        /** It returns a {@code Mono}. */
        MONO,
        /** It returns a {@code Flux}; only limits and invalidations work on these. */
        FLUX
    }

    /** The class of the value, without generics. */
    public Class<?> rawType() {
        return ResolvableType.forType(type).resolve(Object.class);
    }

    /** Whether there is no value. */
    public boolean isVoid() {
        return type == void.class || type == Void.class;
    }

    /** Whether the value is a primitive, so that null cannot be returned. */
    public boolean isPrimitive() {
        return rawType().isPrimitive() && !isVoid();
    }

    /** The value without its {@code Optional}. */
    public @Nullable Object unwrap(@Nullable Object value) {
        return optional && value instanceof Optional<?> inner ? inner.orElse(null) : value;
    }

    /** The value in an {@code Optional}, if the method returns one. */
    public @Nullable Object wrap(@Nullable Object value) {
        return optional ? Optional.ofNullable(value) : value;
    }

    static ReturnShape of(Method method, Class<?> target) {
        Type type = FixedTypes.of(method.getGenericReturnType(), target);
        Kind kind = kind(ResolvableType.forType(type).resolve(Object.class));
        Type value = kind == Kind.PLAIN ? type : inner(type);
        boolean optional = ResolvableType.forType(value).resolve(Object.class) == Optional.class;
        return new ReturnShape(kind, optional ? inner(value) : value, optional);
    }

    // By name, because Reactor may be absent.
    private static Kind kind(Class<?> type) {
        if (type == CompletionStage.class || type == CompletableFuture.class) {
            return Kind.STAGE;
        }
        return switch (type.getName()) {
            case "reactor.core.publisher.Mono" -> Kind.MONO;
            case "reactor.core.publisher.Flux" -> Kind.FLUX;
            default -> Kind.PLAIN;
        };
    }

    private static Type inner(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
    }
}
