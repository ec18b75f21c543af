package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.type.Parameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.VariableReference;

/** Finds unknown names in an expression at startup. */
final class ExpressionRules {

    private static final Set<String> CLIENT = Set.of("ip", "network", "principal", "tenant", "header");
    private static final Set<String> ROOT = Set.of("method", "methodName", "args", "target", "targetClass");

    private final OperationSite site;
    private final Parameters parameters;
    private final @Nullable BeanFactory beans;

    ExpressionRules(OperationSite site, Parameters parameters, @Nullable BeanFactory beans) {
        this.site = site;
        this.parameters = parameters;
        this.beans = beans;
    }

    /** Refuses an expression with unknown names. */
    void check(SpelNode tree, String attribute, String text, Sees sees) {
        Walk walk = new Walk(attribute, text, sees);
        walk.whole(tree);
        walk.visit(tree, false);
    }

    /** One walk through one expression. */
    private final class Walk {

        private final String attribute;
        private final String text;
        private final Sees sees;

        Walk(String attribute, String text, Sees sees) {
            this.attribute = attribute;
            this.text = text;
            this.sees = sees;
        }

        // A bean can take the call as an argument, but the call itself is neither a part of a key nor a value.
        void whole(SpelNode node) {
            if (node instanceof InlineList) {
                for (int i = 0; i < node.getChildCount(); i++) {
                    whole(node.getChild(i));
                }
            } else if (node instanceof VariableReference && isCall(node.toStringAST())) {
                throw error(
                        node.toStringAST() + " is the call itself, which is no value",
                        "Write what you mean of it, as in #root.method. " + mend());
            }
        }

        private static boolean isCall(String variable) {
            return variable.equals("#root") || variable.equals("#this");
        }

        /** Visits a node. Inside selections, projections and indexes, plain names refer to the element. */
        void visit(SpelNode node, boolean inElement) {
            if (node instanceof VariableReference) {
                variable(node.toStringAST().substring(1));
            } else if (node instanceof FunctionReference || node instanceof Assign) {
                throw error(
                        "it uses " + node.toStringAST() + ", which is not supported",
                        "Use a bean, as in @keys.of(#id)");
            } else if (node instanceof BeanReference) {
                bean(node.toStringAST());
            } else if (node instanceof CompoundExpression && node.getChildCount() > 1) {
                member(node.getChild(0).toStringAST(), node.getChild(1));
            } else if (!inElement && node instanceof PropertyOrFieldReference property) {
                plainName(property.getName());
            } else if (!inElement && node instanceof MethodReference method) {
                throw error(
                        "\"" + method.getName() + "()\" means nothing", "Call it on a bean or an argument. " + mend());
            }
            visitChildren(node, inElement);
        }

        private void visitChildren(SpelNode node, boolean inElement) {
            boolean element =
                    inElement || node instanceof Selection || node instanceof Projection || node instanceof Indexer;
            for (int i = 0; i < node.getChildCount(); i++) {
                SpelNode child = node.getChild(i);
                boolean isLink = node instanceof CompoundExpression && i > 0;
                boolean isMapKey = node instanceof InlineMap && i % 2 == 0;
                boolean isOwnName = child instanceof PropertyOrFieldReference || child instanceof MethodReference;
                if (isLink && isOwnName) {
                    // A member after a dot refers to its owner, but its arguments do not.
                    visitChildren(child, element);
                } else if (!isMapKey || !isOwnName) {
                    visit(child, element);
                }
            }
        }

        private void variable(String name) {
            boolean isKnown = parameters.index(name) != null
                    || name.equals("root")
                    || name.equals("this")
                    || name.equals(ExpressionContext.CLIENT)
                    || name.equals(ExpressionContext.RESULT) && sees == Sees.RESULT;
            if (isKnown) {
                return;
            }
            if (name.equals(ExpressionContext.RESULT)) {
                throw error("#result is not known here, because the method has not run yet", mend());
            }
            throw error("there is no #" + name, mend());
        }

        private void member(String owner, SpelNode member) {
            String name = member.toStringAST().replaceAll("[?.]|\\(.*", "");
            if (owner.equals("#root") && member instanceof PropertyOrFieldReference && !ROOT.contains(name)) {
                throw error("#root has no " + name, "It has method, methodName, args, target and targetClass");
            }
            if (owner.equals("#client") && !CLIENT.contains(name)) {
                throw error("#client has no " + name, "It has ip, network, principal, tenant and header('...')");
            }
            if (owner.equals("#client") && name.equals("tenant") && TenantRules.isMissing(beans)) {
                throw error(TenantRules.PROBLEM, TenantRules.MEND);
            }
        }

        private void plainName(String name) {
            if (parameters.index(name) != null) {
                throw error("\"" + name + "\" is not an argument", "Write #" + name);
            }
            if (!ROOT.contains(name)) {
                String instead = attribute.equals("scope")
                        ? "Write TENANT, PRINCIPAL or an expression. "
                        : "Write '" + name + "' for a text. ";
                throw error("\"" + name + "\" means nothing", instead + mend());
            }
        }

        private void bean(String reference) {
            String name = reference.replaceAll("[@&'\"]", "");
            if (beans != null && !beans.containsBean(name)) {
                throw error("there is no bean \"" + name + "\"", "Define it, or name another bean");
            }
        }

        private String mend() {
            String offer = parameters.offer();
            return (parameters.areNamed() ? "" : "Compile with -parameters to use names. ")
                    + "Known here: "
                    + (offer.isEmpty() ? "" : offer + ", ")
                    + (sees == Sees.RESULT ? "#result, " : "")
                    + "#client, #root.method";
        }

        private KvConfigurationException error(String problem, String mend) {
            return site.error(attribute, text, problem, mend);
        }
    }
}
