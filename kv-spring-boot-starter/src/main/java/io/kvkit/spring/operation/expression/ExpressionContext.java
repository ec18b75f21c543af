package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.Parameters;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/** The variables of one evaluation: arguments by name, {@code #result}, {@code #client} and {@code #root}. */
final class ExpressionContext extends StandardEvaluationContext {

    /**
     * The root object of expressions.
     *
     * @param method the called method
     * @param args the arguments
     * @param target the object behind the proxy
     */
    public record Root(Method method, @Nullable Object[] args, Object target) {

        /** Returns the name of the method. */
        public String methodName() {
            return method.getName();
        }

        /** Returns the class of the object behind the proxy. */
        public Class<?> targetClass() {
            return target.getClass();
        }
    }

    static final String CLIENT = "client";
    static final String RESULT = "result";

    private final Parameters parameters;
    private final Invocation call;
    private final @Nullable Object result;

    ExpressionContext(
            StandardEvaluationContext shared, Parameters parameters, Invocation call, @Nullable Object result) {
        super(new Root(call.method(), call.arguments(), call.target()));
        this.parameters = parameters;
        this.call = call;
        this.result = result;
        shared.applyDelegatesTo(this);
    }

    @Override
    public @Nullable Object lookupVariable(String name) {
        Integer index = parameters.index(name);
        if (index != null) {
            return call.arguments()[index];
        }
        if (name.equals(RESULT)) {
            return result;
        }
        return name.equals(CLIENT) ? new ClientView(call.client()) : super.lookupVariable(name);
    }
}
