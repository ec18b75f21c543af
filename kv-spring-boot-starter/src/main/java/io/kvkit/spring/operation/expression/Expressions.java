package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvExpressionException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.operation.type.TypeRelations;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.ResolvableType;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/** Compiles the expressions of one annotation, and refuses those that cannot work. */
public final class Expressions {

    /** The values that an expression can read: the arguments, or also the result. */
    public enum Sees {
        /** The arguments only: the expression is evaluated before the call. */
        ARGUMENTS,
        /** The arguments and the result: the expression is evaluated after the call. */
        RESULT
    }

    private static final SpelExpressionParser PARSER = new SpelExpressionParser();

    private final OperationSite site;
    private final Parameters parameters;
    private final @Nullable BeanFactory beans;
    private final ExpressionRules rules;
    private final ExpressionTypes types;
    private final ReturnShape returns;
    private final StandardEvaluationContext shared = new StandardEvaluationContext();

    /**
     * Creates the expressions of one annotation.
     *
     * @param beans the beans that expressions read as {@code @bean}; null if there are none
     */
    public Expressions(OperationSite site, Parameters parameters, ReturnShape returns, @Nullable BeanFactory beans) {
        this.site = site;
        this.parameters = parameters;
        this.returns = returns;
        this.beans = beans;
        this.rules = new ExpressionRules(site, parameters, beans);
        this.types = new ExpressionTypes(parameters, returns, beans);
        if (beans != null) {
            shared.setBeanResolver(new BeanFactoryResolver(beans));
        }
    }

    /** Returns the expressions of the same annotation for other parameters and another result. */
    public Expressions with(Parameters others, ReturnShape returns) {
        return new Expressions(site, others, returns, beans);
    }

    /** Returns the beans that expressions read; null if there are none. */
    public @Nullable BeanFactory beans() {
        return beans;
    }

    /** Returns the parameters of the annotated method. */
    public Parameters parameters() {
        return parameters;
    }

    /** Returns the declared type of an expression; {@code Object} if only a call shows it. */
    public ResolvableType type(String text) {
        ResolvableType type = types.of(PARSER.parseRaw(text).getAST());
        return TypeRelations.raw(type) == null ? ResolvableType.forClass(Object.class) : type;
    }

    /** Returns whether the annotated method returns nothing, so that there is no result to read. */
    public boolean isWithoutResult() {
        return returns.isVoid();
    }

    /** Returns whether an expression reads the result. */
    public boolean readsResult(String text) {
        return reads(text, ExpressionContext.RESULT);
    }

    /** Returns whether an expression reads a variable, given without its sign. */
    public boolean reads(String text, String variable) {
        return reads(PARSER.parseRaw(text).getAST(), "#" + variable);
    }

    private static boolean reads(SpelNode node, String variable) {
        return node instanceof VariableReference && node.toStringAST().equals(variable)
                || IntStream.range(0, node.getChildCount()).anyMatch(i -> reads(node.getChild(i), variable));
    }

    /** Returns the declared type of an expression, or the types of the elements if it is a list, by their texts. */
    public Map<String, ResolvableType> types(String text) {
        return types.ofParts(PARSER.parseRaw(text).getAST());
    }

    /**
     * Compiles an expression with a value of any type.
     *
     * @throws KvConfigurationException if the expression cannot work
     */
    public ValuePlan value(String attribute, String text, Sees sees) {
        SpelExpression expression = parse(attribute, text, sees);
        ValuePlan direct = DirectPlans.of(expression.getAST(), parameters, site, attribute, text);
        return direct != null ? direct : new SpelPlan(site, attribute, expression, this::context, Object.class);
    }

    /**
     * Returns the values that a bean makes of the arguments.
     *
     * @throws KvConfigurationException if there is no {@code KeyGenerator} bean of that name
     */
    public ValuePlan generated(String attribute, String bean) {
        if (beans != null && !(beans.containsBean(bean) && beans.isTypeMatch(bean, KeyGenerator.class))) {
            throw site.error(
                    attribute,
                    bean,
                    "there is no bean of type KeyGenerator with this name",
                    "Define it, or write a key");
        }
        return new GeneratorPlan(site, attribute, bean, beans);
    }

    /**
     * Compiles an expression with a value of the given type.
     *
     * @throws KvConfigurationException if the expression cannot work or never has that type
     */
    public ValuePlan value(String attribute, String text, Sees sees, Class<?> type) {
        SpelExpression expression = parse(attribute, text, sees);
        ResultRules.requireType(site, attribute, text, typeOf(attribute, expression), type);
        return new SpelPlan(site, attribute, expression, this::context, type);
    }

    /**
     * Compiles a condition; an empty text returns the given constant.
     *
     * @throws KvConfigurationException if the expression cannot work or is no condition
     */
    public Condition condition(String attribute, String text, Sees sees, Condition ifEmpty) {
        if (text.isEmpty()) {
            return ifEmpty;
        }
        ValuePlan plan = value(attribute, text, sees, Boolean.class);
        if (returns.optional() && !attribute.equals("validWhile")) {
            EmptyRules.check(site, attribute, PARSER.parseRaw(text));
        }
        return (call, result) -> {
            if (plan.value(call, result) instanceof Boolean answer) {
                return answer;
            }
            throw new KvExpressionException(
                    site, attribute, text, Reason.VALUE, "is null instead of true or false", null);
        };
    }

    private SpelExpression parse(String attribute, String text, Sees sees) {
        try {
            SpelExpression expression = PARSER.parseRaw(text);
            SpelNode tree = expression.getAST();
            rules.check(tree, attribute, text, sees);
            typeOf(attribute, expression);
            return expression;
        } catch (ParseException e) {
            throw new KvConfigurationException(
                    site,
                    attribute,
                    text,
                    "it is not a valid SpEL expression (" + e.getSimpleMessage() + ")",
                    "Arguments are written as in #id, texts as in 'all'",
                    e);
        }
    }

    private ResolvableType typeOf(String attribute, SpelExpression expression) {
        try {
            return types.of(expression.getAST());
        } catch (MissingMemberException e) {
            throw site.error(attribute, expression.getExpressionString(), e.problem(), e.mend());
        }
    }

    private StandardEvaluationContext context(Invocation call, @Nullable Object result) {
        return new ExpressionContext(shared, parameters, call, result);
    }
}
