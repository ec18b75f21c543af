package io.kvkit.spring.ratelimited;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.intercept.Shortcut;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.ratelimited.RateLimitedOperation.Spent;
import io.kvkit.store.Namespace;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Guards methods with {@code @RateLimited}. */
final class RateLimitedMethods implements MethodGuards {

    private final RateLimiter limiter;
    private final CallGuard<RateLimitCall> guard;
    private final KeySpace keys;
    private final LiveLimits live;
    private final KvListeners listeners;

    /**
     * Creates the guards.
     *
     * @param limiter the recipe
     * @param timer tells when calls that wait are due
     * @param keys the part of the store that belongs to this application
     * @param live the settings of all limits as they are now
     * @param listeners are told of calls to which a limit does not apply
     */
    RateLimitedMethods(RateLimiter limiter, Timer timer, KeySpace keys, LiveLimits live, KvListeners listeners) {
        this.limiter = limiter;
        this.guard = limiter.guard(timer);
        this.keys = keys;
        this.live = live;
        this.listeners = listeners;
        live.listen(limiter::limitsChanged);
    }

    @Override
    public @Nullable GuardedMethod prepare(Operations operations, Method called) {
        List<Limit> limits = operations.all(RateLimitedOperation.class).stream()
                .filter(Operation::enabled)
                .map(this::limit)
                .toList();
        return limits.isEmpty()
                ? null
                : new LimitedMethod(limits, operations.handleRequests(), shortcut(operations, limits));
    }

    private @Nullable LimitShortcut shortcut(Operations operations, List<Limit> limits) {
        RateLimitedOperation first = limits.get(0).operation();
        return limits.size() > 1
                        || operations.handleRequests()
                        || !first.returns().kind().isPlain()
                ? null
                : LimitShortcut.of(limiter, first, limits.get(0).live());
    }

    private Limit limit(RateLimitedOperation operation) {
        return new Limit(operation, live.of(operation), live.namespace(keys, operation.name()));
    }

    /** One limit of a method. */
    private record Limit(RateLimitedOperation operation, LiveLimit live, Namespace namespace) implements MethodLimit {

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

        Charge charge(Invocation call, RateLimitSettings settings) {
            Charge charge = settings.charge(
                    namespace.key(operation.key().id(call)), operation.cost().of(call));
            Spent spent = operation.spent();
            return spent == null ? charge : charge.estimating(result -> spent.of(call, result));
        }
    }

    private final class LimitedMethod implements GuardedMethod {

        private final List<Limit> limits;
        private final boolean handler;
        private final boolean answersRefusals;
        private final boolean planned;
        private final boolean conditional;
        private final @Nullable LimitShortcut shortcut;

        LimitedMethod(List<Limit> limits, boolean handler, @Nullable LimitShortcut shortcut) {
            this.limits = limits;
            this.handler = handler;
            this.shortcut = shortcut;
            this.conditional = MethodLimit.isIn(limits);
            this.planned = limits.stream().anyMatch(limit -> limit.operation().plan() != null);
            this.answersRefusals = limits.stream().anyMatch(limit -> limit.fallback() != null);
        }

        @Override
        public ReturnShape returns() {
            return limits.get(0).operation().returns();
        }

        @Override
        public @Nullable Shortcut shortcut() {
            return shortcut;
        }

        @Override
        public GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange) {
            List<Limit> now = conditional ? MethodLimit.applying(limits(), call, listeners) : limits();
            if (now.isEmpty()) {
                return GuardedCall.of(Unlimited.GUARD, Unlimited.GUARD);
            }
            Consumer<RateLimitResult> shown = exchange == null ? null : exchange::report;
            CallGuard<RateLimitCall> deciding = handler ? new AnsweredGuard<>(guard, exchange) : guard;
            FallbackAnswers answers = answersRefusals ? new FallbackAnswers(now, call, null) : null;
            return planned
                    ? planned(deciding, plans(now, call), now, call, shown, answers)
                    : new GuardedCall<>(deciding, limited(now, null, call, shown), answers);
        }

        private GuardedCall<RateLimitCall> planned(
                CallGuard<RateLimitCall> deciding,
                CallPlans plans,
                List<Limit> now,
                Invocation call,
                @Nullable Consumer<RateLimitResult> shown,
                @Nullable FallbackAnswers answers) {
            CompletionStage<Void> asked = plans.refresh();
            CallGuard<RateLimitCall> waiting = asked == null ? deciding : new PlannedGuard(deciding, asked);
            return new GuardedCall<>(waiting, limited(now, plans, call, shown), answers);
        }

        private static CallPlans plans(List<Limit> now, Invocation call) {
            @Nullable String[] names = new String[now.size()];
            for (int i = 0; i < names.length; i++) {
                names[i] = now.get(i).operation().planOf(call);
            }
            return new CallPlans(now.stream().map(Limit::live).toList(), names);
        }

        /** Returns the limits that are enabled at the moment. */
        private List<Limit> limits() {
            for (Limit limit : limits) {
                if (!limit.live().isEnabled()) {
                    return limits.stream()
                            .filter(each -> each.live().isEnabled())
                            .toList();
                }
            }
            return limits;
        }

        private RateLimitCall limited(
                List<Limit> now,
                @Nullable CallPlans plans,
                Invocation call,
                @Nullable Consumer<RateLimitResult> shown) {
            return now.size() == 1 ? limitedOnce(now, plans, call, shown) : limitedTogether(now, plans, call, shown);
        }

        private RateLimitCall limitedOnce(
                List<Limit> now,
                @Nullable CallPlans plans,
                Invocation call,
                @Nullable Consumer<RateLimitResult> shown) {
            RateLimitSettings settings = settings(now, plans, 0);
            Charge charge = now.get(0).charge(call, settings);
            if (shortcut != null) {
                shortcut.learn(call.arguments(), charge, settings);
            }
            boolean changes = plans != null || settings.terms().letWait();
            LimitRevision revision = changes ? revision(now, plans, List.of(settings)) : null;
            return new RateLimitCall(List.of(charge), settings.onStoreFailure(), shown, revision);
        }

        private RateLimitCall limitedTogether(
                List<Limit> now,
                @Nullable CallPlans plans,
                Invocation call,
                @Nullable Consumer<RateLimitResult> shown) {
            List<Charge> charges = new ArrayList<>(now.size());
            List<RateLimitSettings> all = new ArrayList<>(now.size());
            boolean changes = plans != null;
            for (int i = 0; i < now.size(); i++) {
                RateLimitSettings settings = settings(now, plans, i);
                charges.add(now.get(i).charge(call, settings));
                all.add(settings);
                changes |= settings.terms().letWait();
            }
            LimitRevision revision = changes ? revision(now, plans, all) : null;
            return new RateLimitCall(charges, LimitRevision.strictest(charges, all), shown, revision);
        }

        private static LimitRevision revision(
                List<Limit> now, @Nullable CallPlans plans, List<RateLimitSettings> settings) {
            return new LimitRevision(plans == null ? unplanned(now) : plans, settings);
        }

        private static CallPlans unplanned(List<Limit> now) {
            return new CallPlans(now.stream().map(Limit::live).toList(), new String[now.size()]);
        }

        private static RateLimitSettings settings(List<Limit> now, @Nullable CallPlans plans, int limit) {
            return plans == null ? now.get(limit).live().get() : plans.settings(limit);
        }
    }
}
