package io.kvkit;

import io.kvkit.call.Failures;
import io.kvkit.recipe.ratelimit.Reservation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous face of a client, called as if it were the blocking one: each method by its twin of the same name.
 *
 * <p>So one contract holds for both faces, and a method without a twin fails every test that calls it.
 */
final class AwaitedKvClient {

    private AwaitedKvClient() {}

    static KvClient of(KvClient blocking) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "close" -> {
                blocking.close();
                yield null;
            }
            case "async" -> blocking.async();
            default -> call(blocking.async(), AsyncKvClient.class, method, arguments);
        };
        return proxy(KvClient.class, handler);
    }

    private static @Nullable Object call(Object async, Class<?> face, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            Object result = twin(face, method).invoke(async, arguments == null ? new Object[0] : staged(arguments));
            return result instanceof CompletionStage<?> stage
                    ? settled(Failures.join(stage))
                    : blocking(result, method);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static @Nullable Object settled(@Nullable Object value) {
        return value instanceof Reservation reservation ? new BlockingKvReservation(reservation) : value;
    }

    // What a client gives, such as values and leases, has twins of its own.
    private static Object blocking(Object async, Method method) throws ClassNotFoundException {
        Class<?> face = Class.forName("io.kvkit.Async" + method.getReturnType().getSimpleName());
        return proxy(method.getReturnType(), (proxy, called, arguments) -> call(async, face, called, arguments));
    }

    private static Method twin(Class<?> face, Method method) throws NoSuchMethodException {
        Class<?>[] parameters = method.getParameterTypes().clone();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = parameters[i] == Runnable.class ? Supplier.class : parameters[i];
        }
        return face.getMethod(method.getName(), parameters);
    }

    private static Object[] staged(Object[] arguments) {
        Object[] staged = arguments.clone();
        for (int i = 0; i < staged.length; i++) {
            if (staged[i] instanceof Supplier<?> loader) {
                staged[i] = (Supplier<?>) () -> CompletableFuture.completedFuture(loader.get());
            } else if (staged[i] instanceof Runnable work) {
                staged[i] = (Supplier<?>) () -> {
                    work.run();
                    return CompletableFuture.completedFuture(null);
                };
            }
        }
        return staged;
    }

    private static <T> T proxy(Class<T> face, InvocationHandler handler) {
        return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, handler));
    }
}
