package io.kvkit.spring.operation.key.equality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.Label;

/** The instructions of an {@code equals()}, in order. */
final class EqualsCode {

    /**
     * One instruction.
     *
     * @param operand the number of a variable, or the number itself
     * @param owner the class of a field or method; empty if there is none
     * @param target the target of a jump; null if the instruction does not jump
     */
    record Instruction(
            int opcode,
            int operand,
            String owner,
            String name,
            String descriptor,
            @Nullable Label target) {}

    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Label, Integer> places = new HashMap<>();

    void add(int opcode, int operand) {
        instructions.add(new Instruction(opcode, operand, "", "", "", null));
    }

    void add(int opcode, String owner, String name, String descriptor) {
        instructions.add(new Instruction(opcode, 0, owner, name, descriptor, null));
    }

    void jump(int opcode, Label target) {
        instructions.add(new Instruction(opcode, 0, "", "", "", target));
    }

    void mark(Label label) {
        places.put(label, instructions.size());
    }

    boolean isEmpty() {
        return instructions.isEmpty();
    }

    List<Instruction> instructions() {
        return instructions;
    }

    int place(Label label) {
        return Objects.requireNonNull(places.get(label), "label");
    }
}
