package io.kvkit.spring.cached;

import io.kvkit.call.CallGuard;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.RefreshGuard;
import io.kvkit.spring.cached.bulk.EachPlan;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.intercept.Shortcut;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.spring.transaction.Transactions;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Guards methods with {@code @Cached}. */
final class CachedMethods implements MethodGuards {

    private final Cache cache;
    private final CallGuard<CacheCall> guard;
    private final CacheFormats formats;
    private final LiveCaches live;
    private final PassedBy passedBy;
    private final Transactions transactions;
    private final boolean reports;

    /**
     * Creates the guards.
     *
     * @param cache the recipe
     * @param formats how entries are stored
     * @param live the settings as they are now
     * @param passedBy counts and logs keys and expressions that fail
     * @param transactions finds the transaction around a call
     * @param reports whether responses say where results came from
     */
    CachedMethods(
            Cache cache,
            CacheFormats formats,
            LiveCaches live,
            PassedBy passedBy,
            Transactions transactions,
            CacheReports reports) {
        this.cache = cache;
        this.guard = cache.guard();
        this.formats = formats;
        this.live = live;
        this.passedBy = passedBy;
        this.transactions = transactions;
        this.reports = reports.enabled();
    }

    @Override
    public @Nullable GuardedMethod prepare(Operations operations, Method called) {
        CachedOperation operation = operations.only(CachedOperation.class);
        if (operation == null || !operation.enabled()) {
            return null;
        }
        EachPlan each = operation.each();
        return each == null ? new CachedMethod(operation) : bulk(operation, each);
    }

    private BulkMethod bulk(CachedOperation operation, EachPlan each) {
        Namespace namespace = formats.namespace(operation.name(), operation.format());
        ResultCodec results = formats.results(operation);
        return new BulkMethod(
                cache,
                operation,
                each,
                namespace,
                results,
                NearKeys.of(operation, namespace, results),
                live.name(operation.name()),
                live.of(operation),
                passedBy,
                operation.returns().kind().isPlain() ? transactions.onThread() : transactions,
                reports);
    }

    private final class CachedMethod implements GuardedMethod {

        private final CachedOperation operation;
        private final Namespace namespace;
        private final ResultCodec results;
        private final Transactions around;
        private final LiveName name;
        private final LiveSettings settings;
        private final boolean hasRules;
        private final @Nullable NearShortcut shortcut;
        private final @Nullable RefreshArgument refresh;

        CachedMethod(CachedOperation operation) {
            this.operation = operation;
            this.namespace = formats.namespace(operation.name(), operation.format());
            this.results = formats.results(operation);
            this.around = operation.returns().kind().isPlain() ? transactions.onThread() : transactions;
            this.name = live.name(operation.name());
            this.settings = live.of(operation);
            this.hasRules = operation.hasRules();
            this.shortcut = reports ? null : NearShortcut.of(operation, results, around);
            this.refresh = RefreshArgument.of(operation.site().method());
        }

        @Override
        public ReturnShape returns() {
            return operation.returns();
        }

        @Override
        public @Nullable Shortcut shortcut() {
            return shortcut;
        }

        @Override
        public boolean readsRequest() {
            return reports
                    || operation.key().simpleArguments() == null
                    || operation.condition() != Condition.ALWAYS
                    || hasRules;
        }

        @Override
        public @Nullable GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange) {
            Consumer<Outcome> observer =
                    !reports || exchange == null ? null : outcome -> exchange.report(operation.name(), outcome);
            CacheCall cached = passedBy.orNull(namespace, () -> cached(call, observer));
            if (cached == null) {
                skipped(observer);
                return refresh == null ? null : refresh.bypass(call.arguments());
            }
            return refresh == null ? GuardedCall.of(guard(cached.key()), cached) : refreshing(refresh, call, cached);
        }

        private GuardedCall<CacheCall> refreshing(RefreshArgument argument, Invocation call, CacheCall cached) {
            CallGuard<CacheCall> guard = new RefreshGuard(guard(cached.key()), call.arguments(), argument.position());
            return GuardedCall.of(guard, cached.withRules(cached.rules().takingOldValues()));
        }

        private void skipped(@Nullable Consumer<Outcome> observer) {
            cache.tell(namespace, Outcome.SKIPPED);
            if (observer != null) {
                observer.accept(Outcome.SKIPPED);
            }
        }

        private CallGuard<CacheCall> guard(Key key) {
            OpenTransaction open = around.current();
            return open == null ? guard : new TransactionGuard(cache, key, open);
        }

        private @Nullable CacheCall cached(Invocation call, @Nullable Consumer<Outcome> observer) {
            if (!name.isEnabled() || !operation.condition().test(call, null)) {
                return null;
            }
            Key key = namespace.key(operation.key().id(call));
            CacheSettings now = settings.get();
            if (shortcut != null) {
                shortcut.learn(call.arguments(), key, isEarly(now) ? null : cache.near(namespace, now));
            }
            return new CacheCall(key, now, results, hasRules ? rules(call) : CacheRules.NONE, observer);
        }

        // The shortcut does not see how much of the life is left.
        private static boolean isEarly(CacheSettings now) {
            return now.staleness().early() > 0;
        }

        private CacheRules rules(Invocation call) {
            ResultLife life = name.hasTtl() ? null : operation.life();
            return new ResultRules(operation, life, call, namespace, passedBy);
        }
    }
}
