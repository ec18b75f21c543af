package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.TypeRelations;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.StringLiteral;

/** The types of members in an expression: properties, calls, indexes, projections and selections. */
final class MemberTypes {

    private final ExpressionTypes types;
    private final ResolvableType element;

    /**
     * Creates the types for one place of an expression.
     *
     * @param types returns the types of arguments and indexes
     * @param element the type to which plain names in these refer
     */
    MemberTypes(ExpressionTypes types, ResolvableType element) {
        this.types = types;
        this.element = element;
    }

    /** Returns the type of a member of an owner. */
    ResolvableType of(ResolvableType owner, SpelNode node) {
        if (node instanceof PropertyOrFieldReference property) {
            return Members.property(inside(owner, property.isNullSafe()), property.getName());
        }
        if (node instanceof MethodReference method) {
            return called(inside(owner, method.isNullSafe()), method);
        }
        if (node instanceof Indexer) {
            return at(owner, node.getChild(0));
        }
        if (node instanceof Projection) {
            return list(types.type(node.getChild(0), elementOf(inside(owner, true))));
        }
        return node instanceof Selection ? selected(inside(owner, true), node) : ExpressionTypes.UNKNOWN;
    }

    private ResolvableType called(ResolvableType owner, MethodReference method) {
        ResolvableType[] arguments = new ResolvableType[method.getChildCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = types.type(method.getChild(i), element);
        }
        ResolvableType result = Members.method(owner, method.getName(), arguments.length);
        ArgumentRules.check(owner, method, arguments);
        PatternRules.check(owner, method);
        return result;
    }

    // Safe navigation looks into an Optional.
    private static ResolvableType inside(ResolvableType owner, boolean nullSafe) {
        return nullSafe && TypeRelations.raw(owner) == Optional.class ? owner.getGeneric(0) : owner;
    }

    private static void requireNumber(Class<?> type, SpelNode index) {
        boolean isName = index instanceof StringLiteral name
                && !String.valueOf(name.getLiteralValue().getValue()).strip().matches("[+-]?\\d+");
        if (isName || index instanceof PropertyOrFieldReference) {
            throw new MissingMemberException(
                    type.getSimpleName() + " has no [" + index.toStringAST() + "]",
                    "Write the place of an element, as in [0], or take a property of each, as in .![name]");
        }
    }

    private ResolvableType at(ResolvableType owner, SpelNode index) {
        if (!(index instanceof PropertyOrFieldReference)) {
            types.type(index, ExpressionTypes.UNKNOWN);
        }
        Class<?> type = TypeRelations.raw(owner);
        if (type != null && Map.class.isAssignableFrom(type)) {
            return owner.as(Map.class).getGeneric(1);
        }
        if (type != null && (type == String.class || type.isArray() || isCollection(type))) {
            requireNumber(type, index);
        }
        if (type == String.class) {
            return owner;
        }
        return index instanceof StringLiteral name && type != null && !type.isArray() && !isCollection(type)
                ? Members.property(owner, String.valueOf(name.getLiteralValue().getValue()))
                : elementOf(owner);
    }

    // An object that is no collection is indexed by the names of its properties.
    private static boolean isCollection(Class<?> type) {
        return Collection.class.isAssignableFrom(type);
    }

    private ResolvableType selected(ResolvableType owner, SpelNode node) {
        ResolvableType each = elementOf(owner);
        types.type(node.getChild(0), each);
        Class<?> type = TypeRelations.raw(owner);
        if (type != null && Map.class.isAssignableFrom(type)) {
            return owner;
        }
        return node.toStringAST().startsWith("?") ? list(each) : each;
    }

    private static ResolvableType elementOf(ResolvableType owner) {
        Class<?> type = TypeRelations.raw(owner);
        if (type == null) {
            return ExpressionTypes.UNKNOWN;
        }
        if (type.isArray()) {
            return owner.getComponentType();
        }
        if (Map.class.isAssignableFrom(type)) {
            return ResolvableType.forClassWithGenerics(
                    Map.Entry.class, owner.as(Map.class).getGenerics());
        }
        return Iterable.class.isAssignableFrom(type) ? owner.as(Iterable.class).getGeneric(0) : ExpressionTypes.UNKNOWN;
    }

    private static ResolvableType list(ResolvableType each) {
        return TypeRelations.raw(each) == null
                ? ResolvableType.forClass(List.class)
                : ResolvableType.forClassWithGenerics(List.class, each);
    }
}
