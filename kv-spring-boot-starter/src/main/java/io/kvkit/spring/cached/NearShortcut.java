package io.kvkit.spring.cached;

import io.kvkit.call.Aliases;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.recipe.cache.near.NearEntry;
import io.kvkit.spring.intercept.Shortcut;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.transaction.Transactions;
import io.kvkit.store.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of a cached method from its near cache by their arguments. Without a near cache it learns nothing, so it
 * answers nothing.
 *
 * @param aliases the entries by arguments
 * @param results the codec of the method's results
 * @param transactions finds the transaction around a call, which may have changed the key
 */
record NearShortcut(Aliases<NearAlias> aliases, ResultCodec results, Transactions transactions) implements Shortcut {

    /** Returns the shortcut of a method; null if something else than simple arguments decides about its calls. */
    static @Nullable NearShortcut of(CachedOperation operation, ResultCodec results, Transactions transactions) {
        List<Integer> arguments = operation.key().simpleArguments();
        return operation.each() != null
                        || arguments == null
                        || operation.condition() != Condition.ALWAYS
                        || operation.validWhile() != Condition.ALWAYS
                        || operation.settings().staleness().early() > 0
                ? null
                : new NearShortcut(
                        new Aliases<>(arguments, operation.settings().near().size()), results, transactions);
    }

    @Override
    public @Nullable Object answer(@Nullable Object[] arguments) {
        NearAlias alias = aliases.find(arguments);
        return alias == null || transactions.current() != null
                ? NOTHING
                : alias.entry().result();
    }

    /**
     * Learns the key of a call, so that the next one with the same arguments is answered.
     *
     * @param near the near cache of the method as it is now; null if it has none
     */
    void learn(@Nullable Object[] arguments, Key key, @Nullable NearCache near) {
        NearEntry entry = near == null ? null : near.find(key, results);
        if (entry != null) {
            aliases.put(arguments, of -> new NearAlias(of, entry));
        }
    }
}
