package io.kvkit.spring.intercept;

import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Namespace;

/**
 * Says which calls of a method run once.
 *
 * @param namespace the keys of the method
 * @param listeners are told of calls that run unguarded
 */
public record OnceCondition(Condition condition, Namespace namespace, KvListeners listeners) {

    /** Returns whether a call runs once. */
    public boolean applies(Invocation call) {
        boolean applies = condition.test(call, null);
        if (!applies && !listeners.isEmpty()) {
            listeners.tell(new OnceEvent(namespace, OnceEvent.Outcome.SKIPPED));
        }
        return applies;
    }
}
