package io.kvkit.spring.operation.key;

import io.kvkit.spring.operation.expression.ExpressionTypes;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** Derives the shapes of the keys of one annotation whose expressions are valid. */
public final class KeyShapes {

    private static final SpelExpressionParser PARSER = new SpelExpressionParser();

    private final Parameters parameters;
    private final ExpressionTypes types;

    /** Creates the shapes for the keys of one annotation. */
    public KeyShapes(Parameters parameters, ReturnShape returns) {
        this.parameters = parameters;
        this.types = new ExpressionTypes(parameters, returns, null);
    }

    /** Returns the shape of an expression's values; of all arguments if the text is empty. */
    public KeyShape of(String text) {
        if (text.isEmpty()) {
            return ofArguments();
        }
        SpelNode tree = tree(text);
        boolean constant = isConstant(tree);
        if (tree instanceof InlineList) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < tree.getChildCount(); i++) {
                names.add(name(tree.getChild(i)));
            }
            return new KeyShape(KeyShape.LIST, names.size(), names, constant);
        }
        return TypeShapes.of(types.of(tree), name(tree), constant);
    }

    /** Returns the shape of the elements of an expression's values. */
    public KeyShape ofElements(String text) {
        SpelNode tree = tree(text);
        ResolvableType type = types.of(tree);
        return tree instanceof InlineList
                ? KeyShape.ANY
                : TypeShapes.of(
                        type.isArray()
                                ? type.getComponentType()
                                : type.as(Collection.class).getGeneric(0),
                        "",
                        false);
    }

    /** Returns whether the expression has the same value for all calls. */
    public static boolean isConstant(String text) {
        return isConstant(tree(text));
    }

    private KeyShape ofArguments() {
        List<Integer> parts = IntStream.range(0, parameters.count())
                .filter(i -> !KeyForms.comeFromKvkit(parameters.rawType(i)))
                .boxed()
                .toList();
        if (!parts.stream().map(parameters::rawType).allMatch(TypeShapes::isOfApplication)) {
            return KeyShape.ANY;
        }
        List<String> names = parts.stream().map(parameters::meaning).toList();
        return names.size() == 1
                ? TypeShapes.of(ResolvableType.forType(parameters.type(parts.get(0))), names.get(0), false)
                : new KeyShape(KeyShape.LIST, names.size(), names, names.isEmpty());
    }

    private static SpelNode tree(String text) {
        return PARSER.parseRaw(text).getAST();
    }

    private String name(SpelNode node) {
        if (node instanceof CompoundExpression) {
            return name(node.getChild(node.getChildCount() - 1));
        }
        if (node instanceof PropertyOrFieldReference property) {
            return property.getName();
        }
        if (node instanceof VariableReference) {
            Integer index = parameters.index(node.toStringAST().substring(1));
            return index == null ? "" : parameters.meaning(index);
        }
        return "";
    }

    // Excludes #root.method, which is the same for all calls of a method, and texts that only look like a name.
    private static boolean isConstant(SpelNode node) {
        String text = node.toStringAST();
        if (node instanceof CompoundExpression && text.matches("#root\\.(method|methodName|targetClass)\\b.*")) {
            return true;
        }
        boolean varies = node instanceof VariableReference
                || node instanceof BeanReference
                || node instanceof TypeReference
                || node instanceof ConstructorReference
                || node instanceof MethodReference
                || text.matches("args|target");
        return !varies && children(node).stream().allMatch(KeyShapes::isConstant);
    }

    private static List<SpelNode> children(SpelNode node) {
        List<SpelNode> children = new ArrayList<>();
        for (int i = 0; i < node.getChildCount(); i++) {
            children.add(node.getChild(i));
        }
        return Collections.unmodifiableList(children);
    }
}
