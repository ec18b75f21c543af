package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvExpressionException.Reason;
import io.kvkit.spring.OperationSite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A property of an argument, such as {@code #order.customer.id}, read through its getters. */
final class PropertyPlan implements ValuePlan {

    private final int index;
    private final List<Method> getters;
    private final OperationSite site;
    private final String attribute;
    private final String text;

    PropertyPlan(int index, List<Method> getters, OperationSite site, String attribute, String text) {
        this.index = index;
        this.getters = getters;
        this.site = site;
        this.attribute = attribute;
        this.text = text;
    }

    @Override
    public @Nullable Object value(Invocation call, @Nullable Object result) {
        Object value = call.arguments()[index];
        for (Method getter : getters) {
            if (value == null) {
                throw error(
                        new ExpressionFailure(Reason.VALUE, "failed: there is null before ." + getter.getName()), null);
            }
            value = read(getter, value);
        }
        return value;
    }

    /** Returns the public getter of a property of an accessible type; null if SpEL has to find it. */
    static @Nullable Method getter(Class<?> owner, String property) {
        if (!Modifier.isPublic(owner.getModifiers()) || property.isEmpty()) {
            return null;
        }
        String capital = property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
        Method getter = method(owner, "get" + capital);
        return getter != null || !owner.isRecord() ? getter : method(owner, property);
    }

    private static @Nullable Method method(Class<?> owner, String name) {
        try {
            Method method = owner.getMethod(name);
            boolean usable = Modifier.isPublic(method.getDeclaringClass().getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() != void.class;
            return usable && method.trySetAccessible() ? method : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private @Nullable Object read(Method getter, Object owner) {
        try {
            return getter.invoke(owner);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw error(ExpressionFailure.of(cause, text), cause);
        } catch (IllegalAccessException e) {
            String problem = "failed: " + getter.getName() + "() cannot be called";
            throw error(new ExpressionFailure(Reason.EXPRESSION, problem), e);
        }
    }

    private KvExpressionException error(ExpressionFailure failure, @Nullable Throwable cause) {
        return failure.at(site, attribute, text, cause);
    }
}
