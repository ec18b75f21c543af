package io.kvkit.spring.cached;

import io.kvkit.call.Aliases;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.recipe.cache.near.NearEntry;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the calls of a cached method. Those of results in the near cache are found by the arguments, without their
 * text.
 *
 * @param operation the annotation
 * @param namespace the namespace of the entries
 * @param results the codec of the method's results
 * @param aliases the entries by arguments; null if something else than simple arguments decides about the key
 */
record NearKeys(
        CachedOperation operation,
        Namespace namespace,
        ResultCodec results,
        @Nullable Aliases<NearAlias> aliases) {

    static NearKeys of(CachedOperation operation, Namespace namespace, ResultCodec results) {
        List<Integer> arguments = operation.key().simpleArguments();
        int size = operation.settings().near().size();
        return new NearKeys(operation, namespace, results, arguments == null ? null : new Aliases<>(arguments, size));
    }

    /**
     * Returns the key of a call.
     *
     * @param near the near cache of the method as it is now; null if it has none
     */
    Key of(Invocation call, @Nullable NearCache near) {
        if (aliases == null || near == null) {
            return written(call);
        }
        NearAlias known = aliases.find(call.arguments());
        return known == null || known.isDropped()
                ? learned(aliases, near, call)
                : known.entry().key();
    }

    private Key learned(Aliases<NearAlias> all, NearCache near, Invocation call) {
        Key key = written(call);
        NearEntry entry = near.find(key, results);
        if (entry != null) {
            all.put(call.arguments(), arguments -> new NearAlias(arguments, entry));
        }
        return key;
    }

    private Key written(Invocation call) {
        return namespace.key(operation.key().id(call));
    }
}
