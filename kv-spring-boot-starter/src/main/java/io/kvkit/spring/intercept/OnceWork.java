package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.once.ContextGuard;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.Reconciled;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.recipe.once.Takeover;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnKind;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.spring.transaction.Transactions;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * What the calls of a method that runs once get beside their guard: their context, and somebody to ask about calls that
 * died.
 *
 * @param name the name of the operation
 * @param returns the shape of the method's return type
 * @param context the argument for the context; null if the method takes none
 * @param reconciler the bean to ask; null if there is none for the name
 * @param transactions the transactions of callers, which can undo what the method has done
 */
public record OnceWork(
        String name,
        ReturnShape returns,
        @Nullable ContextArgument context,
        @Nullable Reconciler reconciler,
        Transactions transactions) {

    /**
     * Prepares the method of an operation.
     *
     * @param called the method by which it is called, possibly of an interface
     */
    public static OnceWork of(Operation operation, Method called, BeanFactory beans) {
        Reconciler reconciler = beans.getBeanProvider(Reconciler.class)
                .orderedStream()
                .filter(each -> each.knows(operation.name()))
                .findFirst()
                .orElse(null);
        return new OnceWork(
                operation.name(),
                operation.returns(),
                ContextArgument.of(operation.site().method()),
                reconciler,
                transactions(operation, called, beans.getBean(Transactions.class)));
    }

    // The stage of a method may be completed by other threads, which are in no transaction of the caller.
    private static Transactions transactions(Operation operation, Method called, Transactions all) {
        ReturnKind kind = operation.returns().kind();
        Transactions own = all.around(called, operation.site().type());
        return kind.isPlain() ? own.onThread() : kind.isWithoutContext() ? Transactions.NONE : own;
    }

    /** Returns the guard of a call that counts as done after the commit of the transaction of its caller. */
    public CallGuard<OnceCall> committed(CallGuard<OnceCall> guard) {
        OpenTransaction open = transactions.current();
        boolean holds = transactions.unfinished().stream().anyMatch(OnceTransaction::holds);
        CallGuard<OnceCall> deciding = holds ? new RefusingGuard(guard) : guard;
        return open == null ? deciding : new CommittedGuard(deciding, open);
    }

    /** Returns the guard of a call with what the call gets beside it. */
    public CallGuard<OnceCall> around(CallGuard<OnceCall> guard, Invocation call) {
        CallGuard<OnceCall> recording = reconciler == null ? guard : Reconciled.recording(guard);
        return context == null ? recording : new ContextGuard(recording, call.arguments(), context.position());
    }

    /** Returns a call that asks the reconciler, if there is one. */
    public OnceCall asking(OnceCall once, Invocation call) {
        return reconciler == null ? once : once.asking(new Takeover(name, reconciler, Arrays.asList(call.arguments())));
    }

    /** Returns a call that runs without protection; null if it needs nothing for that. */
    public @Nullable GuardedCall<?> unprotected(Invocation call) {
        return context == null ? null : context.unprotected(call.arguments());
    }

    /** Returns the method without protection; null if its calls need nothing for that. */
    public @Nullable GuardedMethod unprotected() {
        return context == null ? null : new Unprotected(this);
    }

    private record Unprotected(OnceWork work) implements GuardedMethod {

        @Override
        public ReturnShape returns() {
            return work.returns();
        }

        @Override
        public boolean readsRequest() {
            return false;
        }

        @Override
        public @Nullable GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange) {
            return work.unprotected(call);
        }
    }
}
