package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.OperationSite;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.util.ObjectUtils;

/**
 * A value that a {@link KeyGenerator} bean makes of the arguments of a call.
 *
 * @param site the place of the annotation
 * @param attribute the attribute that names the bean
 * @param bean the name of the bean
 * @param beans the beans of the application; null if they are unknown
 */
record GeneratorPlan(
        OperationSite site,
        String attribute,
        String bean,
        @Nullable BeanFactory beans) implements ValuePlan {

    @Override
    public @Nullable Object value(Invocation call, @Nullable Object result) {
        try {
            return Objects.requireNonNull(beans, "no beans")
                    .getBean(bean, KeyGenerator.class)
                    .generate(call.target(), call.method(), arguments(call));
        } catch (RuntimeException e) {
            throw new KvExpressionException(
                    site,
                    attribute,
                    bean,
                    KvExpressionException.Reason.EXPRESSION,
                    "failed with " + e.getClass().getSimpleName(),
                    e);
        }
    }

    // As Spring passes them: the elements of varargs are arguments of their own.
    private static @Nullable Object[] arguments(Invocation call) {
        @Nullable Object[] all = call.arguments().clone();
        if (!call.method().isVarArgs()) {
            return all;
        }
        Object[] last = ObjectUtils.toObjectArray(all[all.length - 1]);
        @Nullable Object[] flat = Arrays.copyOf(all, all.length - 1 + last.length);
        System.arraycopy(last, 0, flat, all.length - 1, last.length);
        return flat;
    }
}
