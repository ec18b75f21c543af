package io.kvkit.spring.cached;

import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.bulk.BulkCall;
import io.kvkit.recipe.cache.bulk.BulkGuard;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.spring.cached.bulk.EachForm;
import io.kvkit.spring.cached.bulk.EachPlan;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.spring.transaction.Transactions;
import io.kvkit.store.Namespace;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cached method with an entry for each element of an argument.
 *
 * @param operation the annotation
 * @param each the argument
 * @param namespace the namespace of the entries
 * @param results converts the result of one element
 * @param name what has changed at the name since the start
 * @param settings the settings as they are now
 * @param reports whether responses say where results came from
 */
record BulkMethod(
        Cache cache,
        CachedOperation operation,
        EachPlan each,
        Namespace namespace,
        ResultCodec results,
        NearKeys keys,
        LiveName name,
        LiveSettings settings,
        PassedBy passedBy,
        Transactions transactions,
        boolean reports)
        implements GuardedMethod {

    @Override
    public ReturnShape returns() {
        return operation.returns();
    }

    @Override
    public @Nullable GuardedCall<BulkCall> guard(Invocation call, @Nullable Exchange exchange) {
        Consumer<Outcome> observer =
                !reports || exchange == null ? null : outcome -> exchange.report(operation.name(), outcome);
        BulkCall several = passedBy.orNull(namespace, () -> several(call, observer));
        if (several == null) {
            skipped(observer);
            return null;
        }
        return GuardedCall.of(guard(), several);
    }

    private void skipped(@Nullable Consumer<Outcome> observer) {
        cache.tell(namespace, Outcome.SKIPPED);
        if (observer != null) {
            observer.accept(Outcome.SKIPPED);
        }
    }

    private BulkGuard guard() {
        OpenTransaction open = transactions.current();
        return open == null
                ? new BulkGuard(cache)
                : new BulkGuard(cache, (together, single) -> new TransactionGuard(together, single.key(), open));
    }

    private @Nullable BulkCall several(Invocation call, @Nullable Consumer<Outcome> observer) {
        Collection<?> elements = each.elements(call);
        if (elements == null || !name.isEnabled() || !operation.condition().test(call, null)) {
            return null;
        }
        CacheSettings now = settings.get();
        NearCache near = cache.near(namespace, now);
        return BulkCall.of(
                elements,
                element -> single(each.one(call, element), now, near, observer),
                new EachForm(
                        each,
                        call,
                        element -> keys.of(each.one(call, element), near),
                        e -> passedBy.failed(namespace, e)));
    }

    private CacheCall single(
            Invocation call, CacheSettings now, @Nullable NearCache near, @Nullable Consumer<Outcome> observer) {
        CacheRules rules = operation.hasRules() ? rules(call) : CacheRules.NONE;
        return new CacheCall(keys.of(call, near), now, results, rules, observer);
    }

    private CacheRules rules(Invocation call) {
        ResultLife life = name.hasTtl() ? null : operation.life();
        return new ResultRules(operation, life, call, namespace, passedBy);
    }
}
