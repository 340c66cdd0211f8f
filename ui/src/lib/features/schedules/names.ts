interface Named {
	title: string;
	first_name: string;
	last_name: string;
}

/** Dr Aoife Byrne */
export const doctorName = ({ title, first_name, last_name }: Named): string =>
	[title, first_name, last_name].filter((part) => part !== '').join(' ');
