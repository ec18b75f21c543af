package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.type.LaterTypes;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.operation.type.Supertypes;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.springframework.core.ResolvableType;

/** Refuses return types that an annotation does not support. */
public final class ReturnRules {

    private static final List<String> READ_ONCE =
            List.of("java.util.stream.BaseStream", "java.util.Iterator", "java.io.InputStream", "java.io.Reader");

    private static final List<String> STREAMED = List.of(
            "org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
            "org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

    private ReturnRules() {}

    /**
     * Refuses asynchronous types that kvkit can neither join nor delay.
     *
     * @throws KvConfigurationException if the return type is one of these
     */
    public static void requireDriven(Declaration declaration) {
        ReturnShape returns = declaration.returns();
        Class<?> type = returns.rawType();
        if (returns.kind().isPlain() && LaterTypes.isDelivered(type)) {
            boolean stage = Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type);
            String driven = stage ? "CompletableFuture" : "Mono";
            throw returns.optional()
                    ? declaration.refused(
                            "it returns " + type.getSimpleName() + " in Optional",
                            "Turn it inside out, as in " + driven + "<Optional<Order>>")
                    : declaration.refused("it returns " + type.getSimpleName(), "Return a " + driven);
        }
    }

    /**
     * Refuses types whose work ends neither when the method returns nor when the returned stage or publisher completes.
     *
     * @throws KvConfigurationException if the return type is one of these
     */
    public static void requireEnd(Declaration declaration) {
        requireDriven(declaration);
        requireEndOfParts(declaration);
        Class<?> type = declaration.returns().rawType();
        if (LaterTypes.isCalledLater(type)) {
            throw later(declaration, type.getSimpleName(), "Return a CompletableFuture");
        }
    }

    private static void requireEndOfParts(Declaration declaration) {
        ReturnShape returns = declaration.returns();
        boolean nested = !returns.kind().isPlain() && LaterTypes.isDelivered(returns.rawType());
        Class<?> part = nested ? returns.rawType() : LaterTypes.in(returns.type());
        if (part != null) {
            Class<?> outer = nested ? returns.carrier() : returns.rawType();
            throw later(
                    declaration,
                    part.getSimpleName() + " in " + outer.getSimpleName(),
                    "Turn it inside out, as in Mono<ResponseEntity<Order>>");
        }
    }

    private static KvConfigurationException later(Declaration declaration, String type, String mend) {
        return declaration.refused("it returns " + type + ", whose work begins when the method has ended", mend);
    }

    /**
     * Refuses types with more than one value, or whose value does not exist yet when the method has returned.
     *
     * @throws KvConfigurationException if the return type is one of these
     */
    public static void requireOneValue(Declaration declaration) {
        requireOnePart(declaration);
        requireEnd(declaration);
        Class<?> type = written(declaration);
        if (isAny(type, STREAMED)) {
            throw later(declaration, type.getSimpleName(), "Return a CompletableFuture");
        }
    }

    private static void requireOnePart(Declaration declaration) {
        requireDriven(declaration);
        ReturnShape returns = declaration.returns();
        if (returns.kind().isStream()) {
            throw declaration.refused(
                    "it returns " + returns.carrier().getSimpleName() + ", and a stream cannot be kept",
                    "Return a Mono of a list, for example with collectList()");
        }
    }

    /**
     * Refuses types that cannot be written as bytes and read again.
     *
     * @throws KvConfigurationException if the return type is one of these
     */
    public static void requireValue(Declaration declaration) {
        requireOneValue(declaration);
        ReturnShape returns = declaration.returns();
        if (returns.isVoid()) {
            throw declaration.refused("it returns nothing, so there is nothing to keep", "Return a value");
        }
        requireReadable(declaration);
    }

    /**
     * Refuses types that cannot be written as bytes and read again, but allows methods without a value.
     *
     * @throws KvConfigurationException if the return type is one of these
     */
    public static void requireReadable(Declaration declaration) {
        ReturnShape returns = declaration.returns();
        if (returns.type() == Object.class || isOpen(returns.type())) {
            throw declaration.refused(
                    "it returns "
                            + declaration.site().method().getGenericReturnType().getTypeName()
                            + ", so the type of a stored result is not known",
                    "Return a class, or fix the type parameter in the class of the bean");
        }
        if (is(returns.rawType(), "org.springframework.http.HttpEntity")) {
            throw declaration.refused(
                    "it returns " + returns.rawType().getSimpleName() + ", which is a response and not a value",
                    "Return what is in it");
        }
        if (isAny(returns.rawType(), READ_ONCE)) {
            throw declaration.refused(
                    "it returns " + returns.rawType().getSimpleName() + ", which is read once only",
                    "Return a list or an array");
        }
    }

    // A type variable of the method: its values would be read as maps and fail in the caller.
    private static boolean isOpen(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).anyMatch(ReturnRules::isOpen);
        }
        if (type instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).anyMatch(ReturnRules::isOpen);
        }
        return type instanceof TypeVariable<?>
                || type instanceof GenericArrayType array && isOpen(array.getGenericComponentType());
    }

    /**
     * Refuses responses that are written after the controller has returned.
     *
     * @throws KvConfigurationException if the return type is one of these
     */
    public static void requireWholeResponse(Declaration declaration) {
        requireOnePart(declaration);
        requireEndOfParts(declaration);
        Class<?> type = written(declaration);
        if (isAny(type, STREAMED)) {
            throw declaration.refused(
                    "it returns " + type.getSimpleName() + ", and a stream cannot be replayed", "Return a value");
        }
    }

    private static Class<?> written(Declaration declaration) {
        return LaterTypes.inEntity(ResolvableType.forType(declaration.returns().type()))
                .resolve(Object.class);
    }

    private static boolean isAny(Class<?> type, List<String> names) {
        return names.stream().anyMatch(name -> is(type, name));
    }

    private static boolean is(Class<?> type, String name) {
        return Supertypes.names(type).contains(name);
    }
}
