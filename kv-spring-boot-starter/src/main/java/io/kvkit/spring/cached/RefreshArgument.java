package io.kvkit.spring.cached;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Ticket;
import io.kvkit.call.UnheldGuard;
import io.kvkit.recipe.cache.Refresh;
import io.kvkit.recipe.cache.Staleness;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.ResultCodecs;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * The argument by which a {@code @Cached} method gets the value that it replaces.
 *
 * @param position its position
 */
record RefreshArgument(int position) {

    /** Returns the argument of a method; null if it has none. */
    static @Nullable RefreshArgument of(Method method) {
        Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (types[i] == Refresh.class) {
                return new RefreshArgument(i);
            }
        }
        return null;
    }

    /**
     * Checks the argument of a method, if it has one.
     *
     * @throws io.kvkit.spring.KvConfigurationException if it never has a value, or one of another type
     */
    static void check(Declaration declaration, boolean each, Staleness staleness) {
        Method method = declaration.site().method();
        RefreshArgument argument = of(method);
        if (argument == null) {
            return;
        }
        if (each) {
            throw declaration.refused(
                    "it takes a Refresh, but has an entry for each element of an argument",
                    "Remove the argument, or each");
        }
        if (!staleness.isKept()) {
            throw declaration.refused(
                    "it takes a Refresh, but its results are not kept beyond their time to live",
                    "Set staleIfError, staleWhileRevalidate or earlyRefresh, or remove the argument");
        }
        ResolvableType given = ResolvableType.forMethodParameter(
                        method, argument.position, declaration.site().type())
                .getGeneric();
        String returned = returned(declaration.returns());
        if (!given.equals(ResolvableType.NONE)
                && !given.hasUnresolvableGenerics()
                && !given.getType().getTypeName().equals(returned)) {
            throw declaration.refused(
                    "it takes a Refresh of " + given.getType().getTypeName() + ", but its result is " + returned,
                    "Declare Refresh<" + returned + ">");
        }
    }

    private static String returned(ReturnShape returns) {
        String value = ResultCodecs.boxed(returns.type()).getTypeName();
        return returns.optional() ? "java.util.Optional<" + value + ">" : value;
    }

    /** Returns a call that bypasses the cache. */
    GuardedCall<?> bypass(@Nullable Object[] arguments) {
        @Nullable Object[] own = arguments.clone();
        own[position] = Refresh.none();
        return GuardedCall.of(new Bypass(), own);
    }

    private static final class Bypass implements UnheldGuard<@Nullable Object[]> {

        @Override
        public Decision decideNow(@Nullable Object[] arguments) {
            return new Proceed(Ticket.NONE, arguments);
        }

        @Override
        public CompletionStage<Decision> decide(@Nullable Object[] arguments) {
            return CompletableFuture.completedFuture(decideNow(arguments));
        }
    }
}
