package io.kvkit.spring.ratelimited;

import io.kvkit.call.CallGuard;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.ratelimit.ConcurrencyLimiter;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.ConcurrentCall;
import io.kvkit.recipe.ratelimit.ConcurrentCall.Place;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.store.Namespace;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Guards methods with {@code @RateLimited} that limit concurrent calls, beside those that limit a rate.
 *
 * @param limiter the recipe
 * @param live the settings of all limits as they are now
 * @param keys returns the keys of a limit
 * @param rates guards the methods that limit a rate
 * @param listeners are told of calls to which a limit does not apply
 */
record ConcurrencyMethods(
        ConcurrencyLimiter limiter,
        LiveConcurrency live,
        Function<String, Namespace> keys,
        MethodGuards rates,
        KvListeners listeners)
        implements MethodGuards {

    @Override
    public @Nullable GuardedMethod prepare(Operations operations, Method called) {
        GuardedMethod limited = rates.prepare(operations, called);
        List<Limit> limits = operations.all(ConcurrencyOperation.class).stream()
                .filter(Operation::enabled)
                .map(this::limit)
                .toList();
        return limits.isEmpty()
                ? limited
                : new ConcurrentMethod(
                        limiter, limits, MethodLimit.isIn(limits), operations.handleRequests(), limited, listeners);
    }

    private Limit limit(ConcurrencyOperation operation) {
        return new Limit(operation, live.of(operation), keys.apply(operation.name()));
    }

    /** One limit of a method. */
    private record Limit(ConcurrencyOperation operation, LivePermits live, Namespace namespace) implements MethodLimit {

        @Override
        public Condition condition() {
            return operation.condition();
        }

        @Override
        public String name() {
            return operation.name();
        }

        @Override
        public @Nullable Fallback fallback() {
            return operation.fallback();
        }

        Place place(Invocation call) {
            return new Place(
                    live.get(),
                    ConcurrencySettings.key(namespace, operation.key().id(call)));
        }
    }

    /**
     * A method of which few calls run at the same time.
     *
     * @param conditional whether one of the limits does not apply to all calls
     * @param handler whether it handles requests: its call ends with its response, if it returns work for another thread
     * @param limited the same method with its other limits; null if it has none
     * @param listeners are told of calls to which a limit does not apply
     */
    private record ConcurrentMethod(
            ConcurrencyLimiter limiter,
            List<Limit> limits,
            boolean conditional,
            boolean handler,
            @Nullable GuardedMethod limited,
            KvListeners listeners)
            implements GuardedMethod {

        @Override
        public ReturnShape returns() {
            return limits.get(0).operation().returns();
        }

        @Override
        public @Nullable GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange) {
            List<Limit> enabled =
                    limits.stream().filter(limit -> limit.live().isEnabled()).toList();
            List<Limit> now = conditional ? MethodLimit.applying(enabled, call, listeners) : enabled;
            GuardedCall<?> rest = limited == null ? null : limited.guard(call, exchange);
            return now.isEmpty() ? rest : guard(now, rest, call, exchange);
        }

        private GuardedCall<?> guard(
                List<Limit> now, @Nullable GuardedCall<?> rest, Invocation call, @Nullable Exchange exchange) {
            List<Place> places = now.stream().map(limit -> limit.place(call)).toList();
            if (rest != null) {
                return beside(rest, places, call, exchange);
            }
            return new GuardedCall<>(
                    ending(limiter.guard(), exchange),
                    new ConcurrentCall<>(places, null, exchange == null ? null : exchange::report),
                    new FallbackAnswers(limits, call, null));
        }

        private <C> GuardedCall<ConcurrentCall<C>> beside(
                GuardedCall<C> rest, List<Place> places, Invocation call, @Nullable Exchange exchange) {
            CallGuard<ConcurrentCall<C>> guard = limiter.guard(rest.guard());
            return new GuardedCall<>(
                    ending(guard, exchange),
                    new ConcurrentCall<>(places, rest.call(), exchange == null ? null : exchange::report),
                    new FallbackAnswers(limits, call, rest.unmade()));
        }

        private <G> CallGuard<G> ending(CallGuard<G> guard, @Nullable Exchange exchange) {
            return handler && exchange != null
                    ? new HandledGuard<>(new AnsweredGuard<>(guard, exchange), exchange)
                    : guard;
        }
    }
}
