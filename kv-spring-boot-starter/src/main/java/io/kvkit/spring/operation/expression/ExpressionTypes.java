package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.operation.type.TypeRelations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Ternary;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Derives the type of an expression from the declarations of its method, and refuses operations that the types never
 * support.
 */
public final class ExpressionTypes {

    /** The type of a value that is known only during a call. */
    static final ResolvableType UNKNOWN = ResolvableType.NONE;

    private final Parameters parameters;
    private final ReturnShape returns;
    private final @Nullable BeanFactory beans;

    /**
     * Creates the types for the expressions of one method.
     *
     * @param beans the beans that expressions read; null if their types do not matter
     */
    public ExpressionTypes(Parameters parameters, ReturnShape returns, @Nullable BeanFactory beans) {
        this.parameters = parameters;
        this.returns = returns;
        this.beans = beans;
    }

    /**
     * Returns the type of an expression; {@code ResolvableType.NONE} if only a call shows it.
     *
     * @throws RuntimeException if the expression reads a member that its type does not have
     */
    public ResolvableType of(SpelNode tree) {
        try {
            return type(tree, ResolvableType.forClass(ExpressionContext.Root.class));
        } catch (LinkageError e) {
            // A signature refers to a class that is absent.
            return UNKNOWN;
        }
    }

    /** Returns the types of the elements of a list, or of a single expression, by their texts. */
    Map<String, ResolvableType> ofParts(SpelNode tree) {
        Map<String, ResolvableType> parts = new LinkedHashMap<>();
        if (tree instanceof InlineList) {
            for (int i = 0; i < tree.getChildCount(); i++) {
                parts.putAll(ofParts(tree.getChild(i)));
            }
        } else {
            parts.put(tree.toStringAST(), of(tree));
        }
        return parts;
    }

    /** Returns the type of a node in which plain names and {@code #this} refer to an element. */
    ResolvableType type(SpelNode node, ResolvableType element) {
        if (node instanceof VariableReference) {
            return variable(node.toStringAST().substring(1), element);
        }
        if (node instanceof BeanReference) {
            return bean(node.toStringAST().replaceAll("[@&'\"]", ""));
        }
        if (node instanceof PropertyOrFieldReference || node instanceof MethodReference) {
            return new MemberTypes(this, element).of(element, node);
        }
        if (node instanceof CompoundExpression) {
            return chain(node, element);
        }
        TypeNames.check(node);
        ResolvableType[] parts = parts(node, element);
        OperatorRules.check(node, parts);
        if (node instanceof Ternary || node instanceof Elvis) {
            return common(parts[parts.length - 2], parts[parts.length - 1]);
        }
        return OperatorTypes.of(node, parts);
    }

    private ResolvableType[] parts(SpelNode node, ResolvableType element) {
        ResolvableType[] parts = new ResolvableType[node.getChildCount()];
        for (int i = 0; i < parts.length; i++) {
            boolean isMapKey = node instanceof InlineMap && i % 2 == 0;
            parts[i] = isMapKey ? UNKNOWN : type(node.getChild(i), element);
        }
        return parts;
    }

    private ResolvableType chain(SpelNode node, ResolvableType element) {
        MemberTypes members = new MemberTypes(this, element);
        ResolvableType type = type(node.getChild(0), element);
        for (int i = 1; i < node.getChildCount(); i++) {
            type = members.of(type, node.getChild(i));
        }
        return type;
    }

    private ResolvableType variable(String name, ResolvableType element) {
        Integer index = parameters.index(name);
        if (index != null) {
            return ResolvableType.forType(parameters.type(index));
        }
        return switch (name) {
            case "this" -> element;
            case "root" -> ResolvableType.forClass(ExpressionContext.Root.class);
            case ExpressionContext.CLIENT -> ResolvableType.forClass(ClientView.class);
            case ExpressionContext.RESULT -> result();
            default -> UNKNOWN;
        };
    }

    private ResolvableType result() {
        boolean isOneValue = !returns.kind().isStream() && !returns.isVoid();
        return isOneValue ? ResolvableType.forType(returns.type()) : UNKNOWN;
    }

    private ResolvableType bean(String name) {
        Class<?> type = beans == null ? null : beans.getType(name, false);
        return type == null ? UNKNOWN : ResolvableType.forClass(type);
    }

    private static ResolvableType common(ResolvableType one, ResolvableType other) {
        return TypeRelations.raw(one) == TypeRelations.raw(other) ? one : UNKNOWN;
    }
}
