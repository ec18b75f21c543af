package io.kvkit.spring.ratelimited;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads who is limited by a {@code @RateLimited}. */
final class LimitKeys {

    private LimitKeys() {}

    static KeyPlan read(Declaration declaration, String name) {
        String key = declaration.attributes().text("key");
        String resolver = declaration.attributes().text("keyResolver");
        OperationSite site = declaration.site();
        if (!key.isEmpty() && !resolver.isEmpty()) {
            throw site.error("keyResolver", resolver, "key is set too", "Set one of them");
        }
        if (!key.isEmpty()) {
            return declaration.keys().of("key", key, "", Sees.ARGUMENTS, Nulls.MISSING);
        }
        KeyResolvers resolvers = new KeyResolvers(declaration.expressions().beans());
        return resolver.isEmpty()
                ? byDefault(declaration, name, resolvers)
                : resolved(declaration, name, resolver, resolvers.named(resolver, "keyResolver", site::error));
    }

    private static KeyPlan byDefault(Declaration declaration, String name, KeyResolvers resolvers) {
        Supplier<RateLimitKeyResolver> resolver =
                declaration.controller() ? resolvers.byDefault(declaration.site()) : null;
        if (resolver == null) {
            return declaration.keys().ofClient(declaration.controller());
        }
        ValuePlan inRequests = new ResolvedKey(declaration.site(), name, "", resolver);
        return declaration.keys().ofValue("keyResolver", (call, result) -> value(inRequests, call, result));
    }

    // Outside a request, all callers are one, as they are without a resolver.
    private static @Nullable Object value(ValuePlan inRequests, Invocation call, @Nullable Object result) {
        return call.client().inRequest() ? inRequests.value(call, result) : List.of();
    }

    private static KeyPlan resolved(
            Declaration declaration, String name, String bean, Supplier<RateLimitKeyResolver> resolver) {
        return declaration.keys().ofValue("keyResolver", new ResolvedKey(declaration.site(), name, bean, resolver));
    }
}
