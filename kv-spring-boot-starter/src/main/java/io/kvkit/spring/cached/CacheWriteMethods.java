package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.Cache;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.transaction.Transactions;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Guards methods with {@code @CacheInvalidate} and {@code @CacheUpdate}. */
final class CacheWriteMethods implements MethodGuards {

    private final Cache cache;
    private final CacheFormats formats;
    private final LiveCaches live;
    private final PassedBy passedBy;
    private final Transactions transactions;

    /**
     * Creates the guards.
     *
     * @param cache the recipe
     * @param formats how entries are stored
     * @param live the settings as they are now
     * @param passedBy counts and logs keys and expressions that fail
     * @param transactions finds the transaction around a call
     */
    CacheWriteMethods(
            Cache cache, CacheFormats formats, LiveCaches live, PassedBy passedBy, Transactions transactions) {
        this.cache = cache;
        this.formats = formats;
        this.live = live;
        this.passedBy = passedBy;
        this.transactions = transactions;
    }

    @Override
    public @Nullable GuardedMethod prepare(Operations operations, Method called) {
        List<CacheWrite> writes = Stream.concat(
                        operations.all(InvalidateOperation.class).stream()
                                .filter(Operation::enabled)
                                .map(this::write),
                        operations.all(UpdateOperation.class).stream()
                                .filter(Operation::enabled)
                                .map(this::write))
                .toList();
        return writes.isEmpty()
                ? null
                : new WritingMethod(
                        operations.all().get(0).returns(), new CacheWriteGuard(writes, passedBy), transactions);
    }

    private CacheWrite write(InvalidateOperation operation) {
        return new CacheWrite.Invalidation(cache, formats, operation);
    }

    private CacheWrite write(UpdateOperation operation) {
        return new CacheWrite.Update(cache, formats, operation, live.of(operation), new ConcurrentHashMap<>());
    }

    private record WritingMethod(ReturnShape returns, CacheWriteGuard guard, Transactions transactions)
            implements GuardedMethod {

        @Override
        public GuardedCall<CacheWriteGuard.Call> guard(Invocation call, @Nullable Exchange exchange) {
            return GuardedCall.of(
                    guard, new CacheWriteGuard.Call(call, returns, AroundChange.of(transactions.current())));
        }
    }
}
