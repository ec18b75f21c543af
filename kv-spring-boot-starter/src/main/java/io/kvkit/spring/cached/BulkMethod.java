package io.kvkit.spring.cached;

import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.bulk.BulkCall;
import io.kvkit.recipe.cache.bulk.BulkGuard;
import io.kvkit.spring.cached.bulk.EachForm;
import io.kvkit.spring.cached.bulk.EachPlan;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.spring.transaction.Transactions;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A cached method with an entry for each element of an argument.
 *
 * @param operation the annotation
 * @param each the argument
 * @param namespace the namespace of the entries
 * @param results converts the result of one element
 */
record BulkMethod(
        Cache cache,
        CachedOperation operation,
        EachPlan each,
        Namespace namespace,
        ResultCodec results,
        PassedBy passedBy,
        Transactions transactions)
        implements GuardedMethod {

    @Override
    public ReturnShape returns() {
        return operation.returns();
    }

    @Override
    public @Nullable GuardedCall<BulkCall> guard(Invocation call, @Nullable Exchange exchange) {
        BulkCall several = passedBy.orNull(namespace, () -> several(call));
        return several == null ? null : GuardedCall.of(guard(), several);
    }

    private BulkGuard guard() {
        OpenTransaction open = transactions.current();
        return open == null
                ? new BulkGuard(cache)
                : new BulkGuard(cache, (together, single) -> new TransactionGuard(together, single.key(), open));
    }

    private @Nullable BulkCall several(Invocation call) {
        Collection<?> elements = each.elements(call);
        if (elements == null || !operation.condition().test(call, null)) {
            return null;
        }
        CacheSettings settings = operation.settings();
        return BulkCall.of(
                elements,
                element -> single(each.one(call, element), settings),
                new EachForm(each, call, element -> key(each.one(call, element)), e -> passedBy.failed(namespace, e)));
    }

    private CacheCall single(Invocation call, CacheSettings settings) {
        return new CacheCall(
                key(call),
                settings,
                results,
                operation.hasRules() ? new ResultRules(operation, call, namespace, passedBy) : CacheRules.NONE);
    }

    private Key key(Invocation call) {
        return namespace.key(operation.key().id(call));
    }
}
