package io.kvkit.spring.operation.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The types whose work begins or ends after the method has returned. Spring knows which types Reactor can drive. The
 * other types are compared by name because they may be absent.
 */
public final class LaterTypes {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Mono", LaterTypes.class.getClassLoader());

    private static final List<String> UNDRIVEN = List.of(
            "java.util.concurrent.Future",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Flow$Publisher",
            "org.reactivestreams.Publisher",
            "io.reactivex.rxjava3.core.SingleSource",
            "io.reactivex.rxjava3.core.MaybeSource",
            "io.reactivex.rxjava3.core.CompletableSource",
            "io.reactivex.rxjava3.core.ObservableSource",
            "io.reactivex.SingleSource",
            "io.reactivex.MaybeSource",
            "io.reactivex.CompletableSource",
            "io.reactivex.ObservableSource",
            "io.smallrye.mutiny.Uni",
            "io.smallrye.mutiny.Multi",
            "kotlinx.coroutines.Job",
            "kotlinx.coroutines.flow.Flow",
            "io.vertx.core.Future",
            "io.vavr.concurrent.Future",
            "scala.concurrent.Future");

    private static final List<String> CALLED_LATER = List.of(
            "java.util.concurrent.Callable",
            "java.util.function.Supplier",
            "java.lang.Runnable",
            "kotlin.Lazy",
            "kotlin.jvm.functions.Function0",
            "org.springframework.web.context.request.async.DeferredResult",
            "org.springframework.web.context.request.async.WebAsyncTask");

    // Suppliers of a stream of what they hold already.
    private static final List<String> LOADED = List.of(
            "org.springframework.data.domain.Slice",
            "org.springframework.data.domain.Window",
            "org.springframework.data.domain.Sort");

    private static final List<String> ENTITY = List.of("org.springframework.http.HttpEntity");

    private LaterTypes() {}

    /** Returns the adapter to a {@code Mono} and back; null if there is none, such as for streams. */
    public static @Nullable ReactiveAdapter toOne(Class<?> type) {
        ReactiveAdapter adapter = REACTOR ? adapter(type) : null;
        // An adapter does not create subtypes.
        return adapter == null || adapter.isMultiValue() || adapter.getReactiveType() != type ? null : adapter;
    }

    /** Returns whether work is in progress or waits for a subscriber. */
    public static boolean isDelivered(Class<?> type) {
        return adapter(type) != null || Supertypes.include(type, UNDRIVEN);
    }

    /** Returns whether the caller has to call the returned object to do the work. */
    public static boolean isCalledLater(Class<?> type) {
        return Supertypes.include(type, CALLED_LATER) && !Supertypes.include(type, LOADED);
    }

    /** Returns a part of a type, at any depth, whose work begins later; null if there is none. */
    public static @Nullable Class<?> in(Type type) {
        if (type instanceof ParameterizedType generic) {
            return first(generic.getActualTypeArguments());
        }
        if (type instanceof WildcardType wildcard) {
            return first(wildcard.getUpperBounds());
        }
        Type component = ResolvableType.forType(type).getComponentType().getType();
        return type instanceof GenericArrayType || type instanceof Class<?> raw && raw.isArray()
                ? first(component)
                : null;
    }

    private static @Nullable Class<?> first(Type... types) {
        for (Type type : types) {
            Class<?> raw = ResolvableType.forType(type).resolve(Object.class);
            Class<?> found = isDelivered(raw) || isCalledLater(raw) ? raw : in(type);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns the type of the body of a response; the type itself if it is no response. */
    public static ResolvableType inEntity(ResolvableType type) {
        return Supertypes.include(type.resolve(), ENTITY) ? type.getGeneric(0) : type;
    }

    private static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
    }
}
