package io.kvkit.spring.intercept;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Ticket;
import io.kvkit.call.UnheldGuard;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.spring.operation.Declaration;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The argument by which a method that runs once gets the context of its call.
 *
 * @param position its position
 */
public record ContextArgument(int position) {

    /** Returns the argument of a method; null if it has none. */
    static @Nullable ContextArgument of(Method method) {
        int position = Arrays.asList(method.getParameterTypes()).indexOf(IdempotencyContext.class);
        return position < 0 ? null : new ContextArgument(position);
    }

    /**
     * Checks the argument of a method, if it has one.
     *
     * @param caller what calls the method and does not know the argument, such as a listener container; null if there is
     *     nothing like that
     * @throws io.kvkit.spring.KvConfigurationException if calls would fail
     */
    public static void check(Declaration declaration, @Nullable String caller) {
        long count = Arrays.stream(declaration.site().method().getParameterTypes())
                .filter(type -> type == IdempotencyContext.class)
                .count();
        if (count > 1) {
            throw declaration.refused(
                    "it takes " + count + " arguments of the type IdempotencyContext, of which only one has a value",
                    "Remove the others");
        }
        if (count == 1 && caller != null) {
            throw declaration.refused(
                    "it takes an IdempotencyContext, which " + caller + " does not know",
                    "Move the annotation to a method of another bean, and call that method from this one");
        }
    }

    /** Returns a call that runs without protection. A context that the caller passed is kept. */
    GuardedCall<?> unprotected(@Nullable Object[] arguments) {
        @Nullable Object[] own = arguments.clone();
        if (own[position] == null) {
            own[position] = IdempotencyContext.unprotected();
        }
        return GuardedCall.of(new Unprotected(), own);
    }

    private static final class Unprotected implements UnheldGuard<@Nullable Object[]> {

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
