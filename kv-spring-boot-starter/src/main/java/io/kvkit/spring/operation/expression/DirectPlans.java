package io.kvkit.spring.operation.expression;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.type.Parameters;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Plans that need no SpEL, for the most common expressions: an argument, its properties, a constant, or a list of these.
 */
final class DirectPlans {

    private DirectPlans() {}

    /** Returns the plan for an expression; null if SpEL has to evaluate it. */
    static @Nullable ValuePlan of(
            SpelNode node, Parameters parameters, OperationSite site, String attribute, String text) {
        if (node instanceof VariableReference) {
            return argument(node, parameters);
        }
        if (node instanceof Literal literal) {
            return new ConstantPlan(literal.getLiteralValue().getValue());
        }
        if (node instanceof InlineList) {
            return list(node, parameters, site, attribute, text);
        }
        return node instanceof CompoundExpression ? property(node, parameters, site, attribute, text) : null;
    }

    private static @Nullable ValuePlan argument(SpelNode node, Parameters parameters) {
        Integer index = parameters.index(node.toStringAST().substring(1));
        return index == null ? null : new ArgumentPlan(index);
    }

    private static @Nullable ValuePlan list(
            SpelNode node, Parameters parameters, OperationSite site, String attribute, String text) {
        List<ValuePlan> plans = new ArrayList<>();
        for (int i = 0; i < node.getChildCount(); i++) {
            ValuePlan plan = of(node.getChild(i), parameters, site, attribute, text);
            if (plan == null) {
                return null;
            }
            plans.add(plan);
        }
        if (plans.stream().allMatch(ArgumentPlan.class::isInstance)) {
            return new ArgumentsPlan(
                    plans.stream().map(plan -> ((ArgumentPlan) plan).position()).toList());
        }
        return new ListPlan(List.copyOf(plans));
    }

    private static @Nullable ValuePlan property(
            SpelNode node, Parameters parameters, OperationSite site, String attribute, String text) {
        Integer index = node.getChild(0) instanceof VariableReference variable
                ? parameters.index(variable.toStringAST().substring(1))
                : null;
        if (index == null) {
            return null;
        }
        List<Method> getters = getters(node, parameters.type(index));
        return getters == null ? null : new PropertyPlan(index, List.copyOf(getters), site, attribute, text);
    }

    private static @Nullable List<Method> getters(SpelNode node, Type start) {
        List<Method> getters = new ArrayList<>();
        ResolvableType type = ResolvableType.forType(start);
        for (int i = 1; i < node.getChildCount(); i++) {
            Class<?> owner = type.resolve();
            if (owner == null || !(node.getChild(i) instanceof PropertyOrFieldReference property)) {
                return null;
            }
            Method getter = property.isNullSafe() ? null : PropertyPlan.getter(owner, property.getName());
            if (getter == null) {
                return null;
            }
            getters.add(getter);
            type = ResolvableType.forMethodReturnType(getter, owner);
        }
        return getters;
    }
}
