// What TypeScript makes run: enums.
enum Size { Small = 1, Medium, Large = Medium * 2, Text = 'abc'.length }
const enum Inline { On = 'on', Off = 'off' }
export enum Colour { Red = 'RED', Green = 'GREEN' }
declare enum Elsewhere { X }
enum Size { Huge = 99 }
print(Size.Large, Size[2], Size.Text, Inline.On, Colour.Red, Size.Huge)
function local() { enum Inner { A, B = A + 5 } return Inner.B }
print(local(), local())
